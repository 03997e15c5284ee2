/** What a judge is: a pure look at the readings that names what it saw. Time, and with it alerts, is `evaluate`'s business. */
import type { HealthCheck, HealthCheckId } from '../protocol/health-report.ts';
import type { Readings } from '../protocol/readings.ts';
import type { Threshold, Thresholds } from './thresholds.ts';

/** What came of asking the application in the pod for its health page. */
export type AppCheck =
  /** Nobody looked, or nobody said that there is an application: nothing is claimed of it. */
  | { readonly kind: 'not-checked'; readonly reason: string }
  | {
      readonly kind: 'answered';
      readonly url: string;
      readonly httpStatus: number;
      readonly latencyMs: number;
      /** The `status` in its JSON body; null where there is none. */
      readonly reportedStatus: string | null;
    }
  | { readonly kind: 'failed'; readonly url: string; readonly reason: string; readonly latencyMs: number };

export type JudgeInput = {
  readonly readings: Readings;
  readonly app: AppCheck;
  readonly thresholds: Thresholds;
};

/**
 * One thing that may become an alert. `fingerprint` names the trouble, not its degree, and stays the same over repeats.
 * A signal that is no longer given has gone away; a `level` without a value is left as it stands.
 */
export type Signal =
  | {
      readonly kind: 'level';
      readonly fingerprint: string;
      /** What the value is of, e.g. "memory use". */
      readonly label: string;
      readonly value: number | null;
      readonly unit: 'percent' | 'milliseconds' | 'celsius';
      readonly threshold: Threshold;
    }
  /** Trouble by being there at all. */
  | {
      readonly kind: 'finding';
      readonly fingerprint: string;
      readonly severity: 'warn' | 'fail';
      readonly summary: string;
      /** 0: at once. */
      readonly forMs: number;
    }
  /** Trouble when it goes up. What it already was at the first look is history. */
  | {
      readonly kind: 'counter';
      readonly fingerprint: string;
      readonly severity: 'warn' | 'fail';
      /** In the singular, e.g. "out-of-memory kill"; an s makes the plural. */
      readonly label: string;
      readonly count: number | null;
    };

export type Observation =
  | {
      readonly kind: 'observed';
      /** Whether the main figure is known. Without it the check is at best `unknown`. */
      readonly known: boolean;
      readonly summary: string;
      readonly value: number | null;
      readonly unit: HealthCheck['unit'];
      readonly signals: readonly Signal[];
      readonly tookMs?: number;
    }
  /** There should be an answer and there is none: `unknown`, and with it the whole. Open alerts stay open. */
  | { readonly kind: 'unanswered'; readonly reason: string }
  /** Does not apply here: `unknown`, but left out of the overall status. */
  | { readonly kind: 'not-checked'; readonly reason: string };

export type Judge = {
  readonly id: HealthCheckId;
  /** Pure. */
  observe(input: JudgeInput): Observation;
};
