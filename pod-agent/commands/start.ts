/** `pod-agent start`: a pod's first program after its init. */
import { runPod } from '../pod.ts';
import { type Command, readFlags } from './command.ts';
import { listenToSignals } from './pod-signals.ts';
import { keepHeapSmall } from './small-heap.ts';

export const start: Command = {
  name: 'start',
  summary: 'Start the pod: nginx, health monitor, SSH; keep them running until told to end.',
  help: `Usage: pod-agent start

Seven phases, a line each: optimise, validate, permissions, health-monitor, nginx, verify, ready.
Then it keeps nginx and sshd running. A phase that fails says what was found and what to do; the
agent stays up, and where nginx cannot serve, the pod's port tells why.

SIGTERM, SIGINT, SIGQUIT   end: nginx finishes what it is sending, for at most 7.5 s
SIGHUP                     walk the phases again: renew nginx's configuration, start what did not start

Exit code 0: it served until it was told to end, 1: it did not, or could serve nothing at all.
Everything is set by variables: docs/settings.md lists them.
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  readFlags(start, args, {});
  keepHeapSmall();
  // A log that nobody reads any more is no reason for a pod to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return runPod({
    version: __VERSION__,
    ...listenToSignals(),
    log: (line) => process.stdout.write(`${line}\n`),
  });
}
