/** How a command ends the run of a container, by a stop or a restart: found, told what is lost, asked, then done. */
import type { Pod } from '../fleet/pod.ts';
import type { CloudResult } from '../runpod/cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { lossText } from './loss-text.ts';
import { podToChange } from './pod-to-change.ts';
import { refuseChanged } from './refuse-changed.ts';
import { refuseLocked } from './refuse-locked.ts';
import { tellPodChange } from './tell-pod-change.ts';

export type Interruption = {
  readonly action: 'stop' | 'restart';
  /** "stopped" */
  readonly done: string;
  /** Of a pod that has no run to be ended. */
  readonly whenStopped: (context: CommandContext, pod: Pod) => ExitCode;
  readonly act: (cloud: WholeCloud, podId: string, signal: AbortSignal) => Promise<CloudResult<unknown>>;
  /** One line. */
  readonly text: (pod: Pod) => string;
};

export async function interruptPod(context: CommandContext, doing: Interruption): Promise<ExitCode> {
  const { action, done, whenStopped, act, text } = doing;
  const found = await podToChange(context);
  if (typeof found === 'number') return found;
  const { cloud, pod } = found;
  if (pod.state.kind === 'stopped') return whenStopped(context, pod);
  if (refuseLocked(context, pod, done)) return exitCodes.refused;
  const consequences = context.flags.yes === true ? '' : await lossText(context, found, action);
  const verb = action === 'stop' ? 'Stop' : 'Restart';
  if (!(await confirm(context, `${consequences}\n${verb} ${pod.name}?`))) return exitCodes.refused;
  const changed = context.flags.yes === true ? null : await refuseChanged(context, cloud, pod);
  if (changed !== null) return changed;
  const answer = await act(cloud, pod.id, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  return tellPodChange(context, { pod, outcome: { [done]: true }, text: text(pod) });
}
