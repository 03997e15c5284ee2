import type { Pod, Rental } from '../../fleet/pod.ts';
import { generationOfStart } from '../generation.ts';
import { directSsh, portMappings, proxySsh } from '../ports.ts';
import { shownText } from '../shown-text.ts';
import type { PodContext } from './pod-context.ts';
import { derivePodState } from './pod-state.ts';
import type { PodWire } from './pod-wire.ts';
import { telemetryOf } from './telemetry.ts';

/** A pod of the wire as the fleet knows it. Unknown stays null; every text is made safe. */
export function toPod(wire: PodWire, context: PodContext): Pod {
  const shown = (text: string | null | undefined) => shownText(text, context.clean);
  const state = derivePodState({
    desiredStatus: shown(wire.desiredStatus),
    lastStatusChange: shown(wire.lastStatusChange),
    hasRuntime: context.runtime !== null,
  });
  const isUp = state.kind === 'running' || state.kind === 'initialising';
  const ports = state.kind === 'running' ? portMappings(context.runtime?.ports ?? [], context.clean) : [];
  const gpuCount = countOf(wire.gpuCount);
  return {
    id: wire.id,
    name: shown(wire.name) ?? wire.id,
    provider: 'runpod',
    state,
    rental: rentalOf(wire.podType ?? null),
    gpuName: gpuCount === 0 ? null : gpuNameOf(shown(wire.machine?.gpuDisplayName)),
    gpuCount,
    region: shown(wire.machine?.dataCenterId) ?? shown(wire.machine?.location),
    image: shown(wire.imageName),
    vcpuCount: countOf(wire.vcpuCount),
    memoryGigabytes: countOf(wire.memoryInGb),
    containerDiskGigabytes: countOf(wire.containerDiskInGb),
    volumeGigabytes: countOf(wire.volumeInGb),
    volumeMountPath: shown(wire.volumeMountPath),
    networkVolumeGigabytes: countOf(wire.networkVolume?.size),
    costPerHourDollars: paidPerHour(wire),
    gpuTypeId: gpuCount === 0 ? null : gpuNameOf(shown(wire.machine?.gpuTypeId)),
    networkVolumeId: shown(wire.networkVolumeId),
    cloud: cloudOf(wire.machine?.secureCloud),
    startedAtMs: state.kind === 'running' ? startedAtMs(wire, context) : null,
    ...(state.kind === 'running' ? uptimeOf(context) : {}),
    lastStatusChange: shown(wire.lastStatusChange),
    locked: wire.locked === true,
    ports,
    ssh: directSsh(ports),
    proxySsh: isUp ? proxySsh(shown(wire.machine?.podHostId)) : null,
    generation: generationOf(wire, shown),
    // A stopped pod goes on telling the figures of its last minutes for a while.
    telemetry: state.kind === 'running' ? telemetryOf(wire, context) : null,
  };
}

/** "unknown" is what RunPod calls the GPU of a pod that has none. */
function gpuNameOf(name: string | null): string | null {
  return name?.toLowerCase() === 'unknown' ? null : name;
}

function cloudOf(isSecure: boolean | null | undefined): 'secure' | 'community' | null {
  if (typeof isSecure !== 'boolean') return null;
  return isSecure ? 'secure' : 'community';
}

export function rentalOf(podType: string | null): Rental {
  if (podType === 'RESERVED') return 'on-demand';
  return podType === 'INTERRUPTABLE' || podType === 'BID' ? 'spot' : 'unknown';
}

/**
 * From the uptime; RunPod often gives 0 and, just after a start, less, and then from `lastStartedAt`, never later than
 * now: the clocks differ.
 */
function startedAtMs(wire: PodWire, { runtime, runtimeReadAtMs, nowMs }: PodContext): number | null {
  const uptimeSeconds = runtime?.uptimeInSeconds ?? 0;
  if (uptimeSeconds > 0) return Math.max(0, runtimeReadAtMs - uptimeSeconds * 1000);
  const startedMs = Date.parse(wire.lastStartedAt ?? '');
  return Number.isNaN(startedMs) ? null : Math.min(startedMs, nowMs);
}

/** 0 and less are no count: RunPod gives them now and then. */
function uptimeOf({ runtime }: PodContext): Pick<Pod, 'uptimeSeconds'> {
  const uptimeSeconds = runtime?.uptimeInSeconds ?? 0;
  return uptimeSeconds > 0 ? { uptimeSeconds } : {};
}

/** Every start makes a new container. Where RunPod does not say when, the container's own id marks it. */
function generationOf(
  wire: PodWire,
  shown: (text: string | null | undefined) => string | null,
): string | null {
  return generationOfStart(shown(wire.lastStartedAt)) ?? shown(wire.dockerId);
}

/** A negative figure is none. */
function countOf(value: number | null | undefined): number | null {
  return value === null || value === undefined || value < 0 ? null : value;
}

/** What is paid after savings plans, where RunPod says it; a 0 is no price. */
function paidPerHour({ costPerHr, adjustedCostPerHr }: PodWire): number | null {
  const adjusted = countOf(adjustedCostPerHr);
  return adjusted !== null && adjusted > 0 ? adjusted : countOf(costPerHr);
}
