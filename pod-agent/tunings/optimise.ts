/** Tries every tuning at once, and reports in time what came of each. */
import type { Changes } from '../host/changes.ts';
import type { Host } from '../host/host.ts';
import type { OptimisationReport, TuningResult } from '../protocol/optimisation.ts';
import { attemptTuning } from './attempt.ts';
import { tunings as allTunings } from './index.ts';
import type { Tuning } from './tuning.ts';

export type OptimiseOptions = {
  readonly host: Host;
  /** null is a dry run: nothing but looks. */
  readonly changes: Changes | null;
  /** Processes whose limits are tuned. Without it PID 1 and this one, of which nginx and the application are children. */
  readonly processIds?: readonly number[];
  /** When `withinBudget` resolves at the latest. */
  readonly budgetMs: number;
  /** When a single tuning is given up. */
  readonly deadlineMs?: number;
  readonly tunings?: readonly Tuning[];
  /** Told each as it is done. */
  readonly onResult?: (result: TuningResult) => void;
  /** Given when nothing more is to be begun: what is not done then has failed. */
  readonly signal?: AbortSignal;
};

export type Optimisation = {
  /** After the budget, or before, when all are done. What is not done goes on, and is listed as unfinished. */
  readonly withinBudget: Promise<OptimisationReport>;
  /** The complete report. */
  readonly settled: Promise<OptimisationReport>;
};

/** A tool of a GPU may take ten seconds to look, and as long to change something. */
const usualDeadlineMs = 25_000;

/** Neither promise rejects: a tuning that throws or hangs has failed and spoils no other. */
export function optimise(options: OptimiseOptions): Optimisation {
  const { host, changes, budgetMs, deadlineMs = usualDeadlineMs, tunings = allTunings } = options;
  const signal = options.signal ?? new AbortController().signal;
  const machine = { host, processIds: options.processIds ?? [...new Set([1, process.pid])] };
  const atMs = host.wallMs();
  const beganMs = host.monotonicMs();
  const done = new Map<string, TuningResult>();

  function report(): OptimisationReport {
    return {
      schema: 1,
      atMs,
      tookMs: Math.round(host.monotonicMs() - beganMs),
      dryRun: changes === null,
      tunings: tunings.flatMap(({ id }) => done.get(id) ?? []),
      unfinished: tunings.map(({ id }) => id).filter((id) => !done.has(id)),
    };
  }

  const settled = Promise.all(
    tunings.map(async (tuning) => {
      const result = await attemptTuning(tuning, { machine, changes, deadlineMs, signal });
      done.set(tuning.id, result);
      options.onResult?.(result);
    }),
  ).then(report);
  return { withinBudget: soonest({ settled, report, budgetMs }), settled };
}

function soonest(given: {
  readonly settled: Promise<OptimisationReport>;
  readonly report: () => OptimisationReport;
  readonly budgetMs: number;
}): Promise<OptimisationReport> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(given.report()), given.budgetMs);
    void given.settled.then((complete) => {
      clearTimeout(timer);
      resolve(complete);
    });
  });
}
