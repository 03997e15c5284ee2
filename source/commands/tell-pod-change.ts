/** What every command that changes one pod prints when it is done: one line, or one document that names the pod. */
import type { Pod } from '../fleet/pod.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export type PodChange = {
  readonly pod: Pick<Pod, 'id' | 'name'>;
  /** What came of it, beside podId, name and already: `{ stopped: true }`. */
  readonly outcome: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** It was so before, and nothing was asked of RunPod. */
  readonly isAlready?: boolean;
};

export function tellPodChange(
  context: Pick<CommandContext, 'flags' | 'print' | 'say'>,
  change: PodChange,
): ExitCode {
  const { pod, outcome, text, isAlready = false } = change;
  const document = { podId: pod.id, name: pod.name, ...outcome, already: isAlready };
  if (context.flags.json === true) context.print(`${JSON.stringify(document, null, 2)}\n`);
  else if (isAlready) context.say(`${text}\n`);
  else context.print(`${text}\n`);
  return exitCodes.ok;
}
