/** Runs a fix that the operator confirmed. Whether it helped, the diagnosis that follows it says. */
import type { PodDoor } from '../../ssh/pod-door.ts';
import { endingOf, inconclusive, unreachable, withoutAddress } from './endings.ts';
import { inPod } from './in-pod.ts';
import type { KindOfJob, RunContext, Told } from './kind.ts';

export const fix: KindOfJob = {
  kind: 'fix',
  async *run(context) {
    const command = context.arguments.command?.trim() ?? '';
    if (command === '') return yield inconclusive('No command was given to be run.');
    if (context.target() === null && context.found === null)
      return yield unreachable(withoutAddress(context.pod));
    const end = yield* inPod(context, 'fix');
    if (end.kind === 'no-agent') return yield* byShell(context, command);
    const ending = endingOf(end);
    if (ending !== null) yield ending;
  },
};

const longestMs = 600_000;
const maxOutputBytes = 256 * 1024;

/** Without an agent nobody keeps the command in the pod: stopped, its connection is closed. */
async function* byShell(context: RunContext, command: string): AsyncGenerator<Told, void, void> {
  const { doors, signal, pod } = context;
  const target = context.target();
  if (target === null) return yield unreachable(withoutAddress(pod));
  const opened = await doors.open(target, signal);
  if (!opened.ok) return yield unreachable(`${opened.failure.message} ${opened.failure.hint}`.trim());
  const door = opened.value;
  const close = (): void => void door.close();
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  try {
    yield* runThrough(door, command, context.nowMs);
  } finally {
    signal.removeEventListener('abort', close);
    await door.close();
  }
}

async function* runThrough(
  door: PodDoor,
  command: string,
  nowMs: () => number,
): AsyncGenerator<Told, void, void> {
  yield { kind: 'step-began', step: 'command', title: command };
  const beganMs = nowMs();
  // A subshell, so that its exit is no other than the script's, and nothing to read but this one script.
  const text = `(\n${command}\n) 2>&1 </dev/null\n`;
  const run = await door.script({ text, timeoutMs: longestMs, maxOutputBytes });
  if (!run.ok) return yield inconclusive(`Nobody can tell how the command ended: ${run.failure.message}`);
  for (const line of run.value.output.split('\n').filter(Boolean))
    yield { kind: 'output', level: 'info', text: line };
  const { exitCode, signal } = run.value.end;
  const how = signal === null ? `ended with exit code ${exitCode ?? 'unknown'}` : `was ended by ${signal}`;
  const outcome = exitCode === 0 ? 'pass' : 'fail';
  yield { kind: 'step-ended', step: 'command', outcome, text: how, tookMs: nowMs() - beganMs };
  yield { kind: 'verdict', verdict: outcome, text: `The command ${how}.`, exitCode: exitCode === 0 ? 0 : 2 };
}
