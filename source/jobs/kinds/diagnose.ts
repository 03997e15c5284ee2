/** Finds out what is wrong: by the agent, by a shell where there is no Node, from outside where nobody can get in. */
import type { SshFailure } from '../../ssh/failure.ts';
import { diagnoseFromOutside } from '../outside/diagnose-outside.ts';
import { diagnoseByShell } from '../shell-diagnosis/diagnose-by-shell.ts';
import { endingOf, unreachable, withoutAddress } from './endings.ts';
import { inPod } from './in-pod.ts';
import type { KindOfJob, RunContext, Told } from './kind.ts';

export const diagnose: KindOfJob = {
  kind: 'diagnose',
  async *run(context) {
    if (context.target() === null && context.found === null)
      return yield* fromOutside(context, withoutAddress(context.pod), null);
    const end = yield* inPod(context, 'diagnose');
    if (end.kind === 'no-agent') return yield* byShell(context);
    if (end.kind === 'unreachable') return yield* fromOutside(context, end.failure.message, end.failure);
    const ending = endingOf(end);
    if (ending !== null) yield ending;
  },
};

/** There is nobody to ask: stopped, its connection is closed. */
export async function* byShell({ doors, target, signal, pod }: RunContext): AsyncGenerator<Told, void, void> {
  const here = target();
  if (here === null) return yield unreachable(withoutAddress(pod));
  yield { kind: 'output', level: 'info', text: 'There is no Node in the pod: a shell looks in its place.' };
  yield* diagnoseByShell({ open: (opening) => doors.open(here, opening), signal });
}

/** What RunPod, the pod's ports and its proxy show to this machine. */
async function* fromOutside(
  { pod, cloud, signal, proxyUrlOf }: RunContext,
  why: string,
  sshFailure: SshFailure | null,
): AsyncGenerator<Told, void, void> {
  yield { kind: 'output', level: 'warn', text: `${why} It is looked at from outside.` };
  yield* diagnoseFromOutside({
    ...{ pod, cloud, sshFailure, signal },
    ...(proxyUrlOf === undefined ? {} : { proxyUrlOf }),
  });
}
