/** Goes on asking for a while after the proof: one pair of failing answers, or a container that starts anew, ends it. */
import type { StepTold } from '../step.ts';
import { bootIdOf, type Seen } from './look.ts';
import {
  type Failing,
  failingRound,
  lookAgain,
  type ProofOptions,
  type Proved,
  restartText,
  stopped,
  terminalEnd,
} from './prove.ts';
import { type Round, roundOf } from './round.ts';

/** @returns The last round of it, or what was wrong. */
export async function* soak(
  options: ProofOptions,
  proved: Proved,
): AsyncGenerator<StepTold, Proved | Failing, void> {
  const { context, expected } = options;
  const { doors, project, signal } = context;
  const { soakMs, everyMs } = project.verify;
  const beganMs = doors.nowMs();
  let last = proved;
  let count = 0;
  while (doors.nowMs() - beganMs < soakMs) {
    await doors.sleep(everyMs, signal);
    if (signal.aborted) return stopped;
    const seen = await lookAgain(options, last.seen, { asksGpus: false });
    if (signal.aborted) return stopped;
    const round = roundOf(seen, expected);
    const trouble = troubleOf(options, { seen, round, bootId: last.bootId });
    if (trouble !== null) return trouble;
    count += 1;
    last = { seen, round, bootId: bootIdOf(seen) ?? last.bootId };
    yield progress(doors.nowMs() - beganMs, { soakMs, count });
  }
  return last;
}

function troubleOf(
  { expected }: ProofOptions,
  { seen, round, bootId }: { readonly seen: Seen; readonly round: Round; readonly bootId: string | null },
): Failing | null {
  const ended = terminalEnd(seen, expected);
  if (ended !== null) return ended;
  const restarted = restartText({ bootId }, seen);
  if (restarted !== null) {
    const fix = 'See the application’s log for why it ended.';
    return { outcome: 'fail', text: `In the soak: ${restarted}`, evidence: [round.text], fix };
  }
  return round.isGood ? null : failingRound(seen, round, `In the soak it was not well: ${round.text}.`);
}

function progress(
  elapsedMs: number,
  { soakMs, count }: { readonly soakMs: number; readonly count: number },
): StepTold {
  const seconds = (ms: number) => Math.round(ms / 1000);
  const text = `soaking: ${seconds(Math.min(elapsedMs, soakMs))} of ${seconds(soakMs)} s, ${count} times well`;
  return { kind: 'progress', fraction: Math.min(1, elapsedMs / Math.max(1, soakMs)), text };
}
