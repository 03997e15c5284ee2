/** The load generator: raw keep-alive connections, closed loop or open loop, in one thread. */
import { latencyOf } from './latency.ts';
import { closedLoopIsLimited, openLoopIsLimited } from './limiting.ts';
import type { LoadOptions, LoadResult, LoadTarget } from './load.ts';
import { LoadRun, type RunOutcome } from './load-run.ts';
import { closedPace, OpenPace } from './pace.ts';

/**
 * Asks the target for the whole warm-up and duration, and then waits for the answers under way, each up to 5 s.
 *
 * The signal ends it at once: it then gives what was measured until there, which is nothing where that was still the
 * warm-up. Rejects where the target or an option is of no use; a server that refuses, breaks or stalls is counted.
 */
export async function runLoad(target: LoadTarget, options: LoadOptions): Promise<LoadResult> {
  checkOptions(options);
  const startMs = performance.now();
  const fromMs = startMs + options.warmUpMs;
  const window = { fromMs, endMs: fromMs + options.durationMs };
  const { requestsPerSecond } = options;
  const pace =
    requestsPerSecond === null
      ? closedPace(window.endMs)
      : new OpenPace({ startMs, countFromMs: fromMs, endMs: window.endMs, requestsPerSecond });
  const outcome = await new Promise<RunOutcome>((resolve) => {
    const run = new LoadRun({ target, options, window, pace, onEnd: resolve });
    run.begin();
  });
  return resultOf(outcome, options);
}

function checkOptions({ connections, requestsPerSecond }: LoadOptions): void {
  if (!Number.isInteger(connections) || connections < 1)
    throw new Error(`Cannot measure with ${connections} connections. It must be a whole number from 1.`);
  if (requestsPerSecond !== null && !(requestsPerSecond > 0))
    throw new Error(`Cannot send ${requestsPerSecond} requests a second. It must be more than 0.`);
}

function resultOf(
  { tally, pace, durationMs, bytesRead, cost }: RunOutcome,
  options: LoadOptions,
): LoadResult {
  const seconds = durationMs / 1000;
  const latency = latencyOf(tally.allLatencies(), tally.requestCount);
  const isClosed = options.requestsPerSecond === null;
  return {
    requestCount: tally.requestCount,
    requestsPerSecond: seconds > 0 ? tally.answeredCount / seconds : 0,
    bytesPerSecond: seconds > 0 ? bytesRead / seconds : 0,
    durationMs,
    latency,
    statuses: tally.statuses(),
    errors: Object.fromEntries(tally.errors),
    slices: tally.slices,
    generator: {
      cpuPercent: cost?.cpuPercent ?? 0,
      loopDelayP99Ms: cost?.loopDelayP99Ms ?? 0,
      isLimiting:
        cost !== null &&
        latency !== null &&
        (isClosed ? closedLoopIsLimited(cost) : openLoopIsLimited(cost, pace, latency)),
      lateCount: pace.lateCount,
    },
  };
}
