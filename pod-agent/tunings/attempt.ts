/** Carries out one tuning within its deadline: look, try, look again. */
import type { Changes } from '../host/changes.ts';
import type { TuningResult } from '../protocol/optimisation.ts';
import { type Judged, judgeAttempt, judgeLook, judgeUntried } from './judge.ts';
import type { Machine, Tuning } from './tuning.ts';

export type AttemptOptions = {
  readonly machine: Machine;
  /** null in a dry run. */
  readonly changes: Changes | null;
  readonly deadlineMs: number;
  /** Once it is given, nothing more is begun. */
  readonly signal: AbortSignal;
};

/** Never rejects: what throws or takes too long has failed, and says so. */
export async function attemptTuning(tuning: Tuning, options: AttemptOptions): Promise<TuningResult> {
  const { host } = options.machine;
  const beganMs = host.monotonicMs();
  const { id, title, wanted, scope } = tuning;
  const judged = await judgedInTime(tuning, options);
  const { status, before, after, evidence, errno, fix } = judged;
  const tookMs = Math.round(host.monotonicMs() - beganMs);
  return { id, title, status, before, wanted, after, scope, evidence, errno, fix, tookMs };
}

function judgedInTime(tuning: Tuning, options: AttemptOptions): Promise<Judged> {
  const progress: Progress = { before: null, isGivenUp: options.signal.aborted };
  const giveUp = () => {
    progress.isGivenUp = true;
  };
  options.signal.addEventListener('abort', giveUp, { once: true });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      giveUp();
      resolve(failed(progress, `It was not done within ${options.deadlineMs} ms and was given up.`));
    }, options.deadlineMs);
    const brokeOff = (error: unknown) =>
      failed(progress, `It broke off: ${error instanceof Error ? error.message : String(error)}`);
    void lookAndTry(tuning, options, progress)
      .catch(brokeOff)
      .then((judged) => {
        clearTimeout(timer);
        options.signal.removeEventListener('abort', giveUp);
        resolve(judged);
      });
  });
}

type Progress = { before: string | null; isGivenUp: boolean };

async function lookAndTry(tuning: Tuning, options: AttemptOptions, progress: Progress): Promise<Judged> {
  const { machine, changes } = options;
  const before = await tuning.look(machine);
  if (before.kind !== 'read' || before.missing === 0) return judgeLook(before);
  progress.before = before.value;
  if (changes === null) return judgeUntried(tuning, before);
  // Nothing is begun behind a report that is out: who closed the machine would not end it.
  if (progress.isGivenUp) return failed(progress, 'It was given up before anything was tried.');
  const attempt = await tuning.apply({ ...machine, changes });
  if (progress.isGivenUp) return failed(progress, `${attempt.tried} was tried and what came of it not read.`);
  const after = await tuning.look(machine);
  return judgeAttempt(tuning, { before, attempt, after });
}

/** What was tried may still take effect, so that the value is not known any more. */
function failed({ before }: Progress, evidence: string): Judged {
  return { status: 'failed', before, after: null, evidence, errno: null, fix: null };
}
