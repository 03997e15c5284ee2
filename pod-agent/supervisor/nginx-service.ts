/** nginx, kept running: its configuration is tried and its port made free before each start. */
import { writeFile } from 'node:fs/promises';
import { freePort } from './free-port.ts';
import type { NginxProgram } from './nginx-program.ts';
import { createService, type Service, type ServiceState } from './service.ts';

export type NginxService = Service & {
  /** Takes a changed configuration without losing a request. @returns why not, or null: a broken one is not taken. */
  reload(): Promise<string | null>;
};

export function createNginxService(options: {
  readonly program: NginxProgram;
  /** All that it listens at, and by which variable each is set. */
  readonly ports: readonly { readonly port: number; readonly variable: string }[];
  /** Remembers the process group from run to run, so that what a killed agent left behind is found. */
  readonly groupFile: string;
  onNews(text: string): void;
  onState(state: ServiceState): void;
}): NginxService {
  const { program, ports, groupFile, onNews } = options;
  const service = createService({
    name: 'nginx',
    endSignal: 'SIGQUIT',
    async prepare(hasRun) {
      const prepared = await program.prepare();
      if (prepared.kind !== 'ready') return prepared;
      for (const { port, variable } of ports) {
        const held = await freePort({ port, pidFile: groupFile, name: 'nginx', onCleared: onNews });
        if (held === null) continue;
        const reason = `nginx cannot listen: ${held.reason} (${variable})`;
        // Whoever slipped in between two runs of ours may be gone again soon; who was there before us is there to stay.
        return { kind: hasRun ? 'not-now' : 'refused', reason };
      }
      return prepared;
    },
    onNews,
    onState(state) {
      // Without the file a later run finds the port held by a stranger, and says so.
      if (state.kind === 'running') writeFile(groupFile, `${state.pid}\n`).catch(() => {});
      options.onState(state);
    },
  });
  return {
    ...service,
    async reload() {
      const prepared = await program.prepare();
      if (prepared.kind !== 'ready') return prepared.reason;
      return service.signal('SIGHUP') ? null : 'nginx does not run';
    },
  };
}
