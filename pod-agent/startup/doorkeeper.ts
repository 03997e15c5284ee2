/** Sees to it that somebody answers at the pod's port: nginx, or else the diagnosis of why it does not. */
import { messageOf } from '../protocol/one-line.ts';
import type { ServedHealth } from '../protocol/served-health.ts';
import { type DiagnosisServer, serveDiagnosis } from './diagnosis-server.ts';

export type Doorkeeper = {
  /** @returns null once the diagnosis is to be read there, else why it cannot be. Without effect where it is already. */
  show(): Promise<string | null>;
  isShown(): boolean;
  /** Makes way for nginx. */
  hide(): Promise<void>;
};

/** `show` and `hide` are not to be called at once: whoever has the door calls them in turn. */
export function createDoorkeeper(options: { readonly port: number; served(): ServedHealth }): Doorkeeper {
  const { port, served } = options;
  let shown: DiagnosisServer | null = null;
  return {
    isShown: () => shown !== null,
    async show() {
      try {
        shown ??= await serveDiagnosis({
          port,
          health: () => ({ httpStatus: 503, body: `${JSON.stringify(served())}\n` }),
          text: () => diagnosisText(served()),
        });
        return null;
      } catch (error) {
        return messageOf(error);
      }
    },
    async hide() {
      const server = shown;
      shown = null;
      await server?.close();
    },
  };
}

/** For whoever opens the pod's address in a browser. */
function diagnosisText(health: ServedHealth): string {
  const phases = health.start?.phases ?? [];
  const wrong = phases.filter(({ outcome }) => outcome !== 'done');
  const lines = wrong.flatMap(({ id, outcome, found, fix }) => [
    `${outcome} in ${id}:`,
    ...found.map((text) => `  ${text}`),
    ...(fix === null ? [] : [`  fix: ${fix}`]),
    '',
  ]);
  return `This pod does not serve its site.\n\n${health.summary}\n\n${lines.join('\n')}The whole report: /health.json\n`;
}
