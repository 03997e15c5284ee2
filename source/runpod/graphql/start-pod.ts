import type { CloudFailure, CloudResult, StartOptions } from '../cloud.ts';
import type { Changed } from './read-change.ts';
import { type Lease, readLease } from './read-lease.ts';
import { startOnDemand } from './start-on-demand.ts';
import { startSpot } from './start-spot.ts';
import type { Wire } from './wire.ts';

/**
 * Starts a stopped pod the way it is rented, which is asked first: RunPod refuses to resume a spot pod as on demand.
 * A spot pod without a given bid is started for the lowest that RunPod names.
 */
export async function startPod(
  wire: Wire,
  options: StartOptions,
  signal?: AbortSignal,
): Promise<CloudResult<Changed>> {
  const lease = await wire.ask(readLease, { podId: options.podId }, signal);
  if (!lease.ok) return lease;
  const isSpot =
    lease.value.rental === 'spot' || (lease.value.rental === 'unknown' && options.bidPerGpuDollars !== null);
  if (isSpot) return startForBid({ wire, options, lease: lease.value, signal });
  if (options.bidPerGpuDollars !== null) {
    return refusal(options, 'it is rented on demand and takes no bid', 'Start it without a bid.');
  }
  const count = options.gpuCount === null ? {} : { gpuCount: options.gpuCount };
  return wire.ask(startOnDemand, { podId: options.podId, ...count }, signal);
}

type SpotStart = {
  readonly wire: Wire;
  readonly options: StartOptions;
  readonly lease: Lease;
  readonly signal: AbortSignal | undefined;
};

async function startForBid({ wire, options, lease, signal }: SpotStart): Promise<CloudResult<Changed>> {
  const gpuCount = options.gpuCount ?? lease.gpuCount;
  const bidPerGpu = options.bidPerGpuDollars ?? lease.lowestBidDollars;
  if (gpuCount === null) return refusal(options, 'RunPod does not say how many GPUs it had', 'Say how many.');
  if (bidPerGpu === null || bidPerGpu <= 0) {
    const hint = 'Nothing like it may be free: try later, or give a bid.';
    return refusal(options, 'it is a spot pod, and RunPod names no lowest bid', hint);
  }
  return wire.ask(startSpot, { podId: options.podId, gpuCount, bidPerGpu }, signal);
}

function refusal({ podId }: StartOptions, reason: string, hint: string): CloudFailure {
  return {
    ok: false,
    code: 'refused',
    message: `Cannot start pod ${podId}: ${reason}.`,
    hint,
    retryAfterMs: null,
  };
}
