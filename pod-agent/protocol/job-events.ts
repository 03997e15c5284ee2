/**
 * A job is a stream of these. The pane, the command line and the journal read the same events; those of a job that runs
 * in the pod come as one JSON object a line.
 *
 * As on the wire of frames, a released field is never renamed or used anew, and a reader skips kinds it does not know.
 */
import type { BenchmarkReport, Comparison } from './benchmark-report.ts';
import type { Diagnosis, Finding } from './finding.ts';
import type { OptimisationReport, TuningResult } from './optimisation.ts';

export type JobKind = 'diagnose' | 'benchmark' | 'optimise' | 'fix';

/** `inconclusive`: nobody can tell, as when the pod did not answer. `stopped`: somebody ended it before it was done. */
export type JobVerdict = 'pass' | 'fail' | 'inconclusive' | 'stopped';

export type StepOutcome = 'pass' | 'warn' | 'fail' | 'inconclusive' | 'skipped';

export type JobEventBody =
  | { readonly kind: 'step-began'; readonly step: string; readonly title: string }
  | {
      readonly kind: 'step-ended';
      readonly step: string;
      readonly outcome: StepOutcome;
      readonly text: string;
      readonly tookMs: number;
    }
  | { readonly kind: 'output'; readonly level: 'info' | 'warn' | 'error'; readonly text: string }
  | {
      readonly kind: 'progress';
      /** 0 to 1. */
      readonly fraction: number;
      readonly text: string;
    }
  /** One point of a live chart. */
  | {
      readonly kind: 'point';
      readonly series: string;
      readonly unit: string;
      readonly value: number;
      /** Since the job began. */
      readonly elapsedMs: number;
    }
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** The whole of it, in its final order. */
  | { readonly kind: 'diagnosis'; readonly diagnosis: Diagnosis }
  | { readonly kind: 'benchmark'; readonly report: BenchmarkReport }
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'tuning'; readonly tuning: TuningResult }
  | { readonly kind: 'optimisation'; readonly report: OptimisationReport }
  /** The last event of every run. */
  | {
      readonly kind: 'verdict';
      readonly verdict: JobVerdict;
      readonly text: string;
      /** Of the command line: 0 ok, 1 warn or regression, 2 fail, 3 unknown for a diagnosis. */
      readonly exitCode: number;
    };

export type JobEvent = JobEventBody & {
  /** Counts up by one within a run, from 1: a reader that comes back says what it has. */
  readonly sequence: number;
  /** By the clock of whoever runs the job. */
  readonly atMs: number;
};

/** What runs: an endless-safe generator of plain events, which ends with a verdict and honours the signal. */
export type JobStream = AsyncGenerator<JobEventBody, void, void>;
