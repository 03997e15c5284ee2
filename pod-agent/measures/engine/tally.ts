/** Counts of a run: answers, statuses, errors, latencies, and the same for each slice. */
import type { RecordableHistogram } from 'node:perf_hooks';
import { latencyHistogram, percentileMs, recordMs } from './latency.ts';
import type { LoadSlice } from './load.ts';

export type Window = { readonly fromMs: number; readonly endMs: number };

export class Tally {
  /** Answers to requests that were meant to go out within the window. */
  requestCount = 0;
  /** Answers that came within the window. */
  answeredCount = 0;
  private readonly latencies = latencyHistogram();
  readonly errors = new Map<string, number>();
  readonly slices: LoadSlice[] = [];
  private readonly window: Window;
  private readonly byStatus = new Float64Array(1000);
  private readonly sliceLatencies = latencyHistogram();
  private sliceCount = 0;
  private sliceLatencyCount = 0;
  private sliceErrors = 0;
  sliceBeganMs: number;

  constructor(window: Window) {
    this.window = window;
    this.sliceBeganMs = window.fromMs;
  }

  answer(status: number, intendedMs: number, nowMs: number): void {
    const isMeasured = intendedMs >= this.window.fromMs;
    if (isMeasured) {
      this.requestCount += 1;
      this.byStatus[status] = (this.byStatus[status] ?? 0) + 1;
      this.sliceLatencyCount += 1;
      recordMs(this.sliceLatencies, nowMs - intendedMs);
    }
    if (nowMs < this.window.fromMs || nowMs >= this.window.endMs) return;
    this.answeredCount += 1;
    this.sliceCount += 1;
  }

  error(reason: string, count: number): void {
    this.errors.set(reason, (this.errors.get(reason) ?? 0) + count);
    this.sliceErrors += count;
  }

  /** Ends a slice and begins the next. */
  endSlice(nowMs: number): LoadSlice {
    const hasLatencies = this.sliceLatencyCount > 0;
    const slice: LoadSlice = {
      elapsedMs: nowMs - this.window.fromMs,
      requestsPerSecond: (this.sliceCount * 1000) / (nowMs - this.sliceBeganMs),
      p50Ms: hasLatencies ? percentileMs(this.sliceLatencies, 50) : null,
      p99Ms: hasLatencies ? percentileMs(this.sliceLatencies, 99) : null,
      errorCount: this.sliceErrors,
    };
    this.slices.push(slice);
    this.addSliceLatencies();
    this.sliceCount = 0;
    this.sliceErrors = 0;
    this.sliceBeganMs = nowMs;
    return slice;
  }

  /** The latencies of all slices, and of what came after the last one. */
  allLatencies(): RecordableHistogram {
    this.addSliceLatencies();
    return this.latencies;
  }

  statuses(): Readonly<Record<string, number>> {
    const seen: Record<string, number> = {};
    for (const [status, count] of this.byStatus.entries()) if (count > 0) seen[status] = count;
    return seen;
  }

  /** Each latency is recorded once; adding up a slice costs less than recording twice. */
  private addSliceLatencies(): void {
    if (this.sliceLatencyCount > 0) this.latencies.add(this.sliceLatencies);
    this.sliceLatencies.reset();
    this.sliceLatencyCount = 0;
  }
}
