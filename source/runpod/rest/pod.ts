/** A pod of REST v2 in the fleet's nouns. */
import type { Pod, PortMapping } from '../../fleet/pod.ts';
import type { CleanText } from '../clean-text.ts';
import { generationOfStart } from '../generation.ts';
import { directSsh, portMappings } from '../ports.ts';
import { positiveOf } from '../positive.ts';
import { shownText } from '../shown-text.ts';
import { directEndpoint, sshEndpoint } from './endpoint.ts';
import type { KnownNames } from './known-names.ts';
import { derivePodState } from './pod-state.ts';
import type { PodWire, RuntimeWire } from './pod-wire.ts';
import { isPublicAddress } from './public-address.ts';
import { telemetryOf } from './telemetry.ts';

export type PodContext = {
  readonly clean: CleanText;
  readonly nowMs: number;
  /** The wire's runtime after the null-runtime filter, and when it was read. */
  readonly runtime: RuntimeWire | null;
  readonly runtimeReadAtMs: number;
  readonly known: KnownNames;
};

/** A pod of the wire as the fleet knows it. Unknown stays null; every text is made safe. */
export function toPod(wire: PodWire, context: PodContext): Pod {
  const shown = (text: string | null | undefined) => shownText(text, context.clean);
  const state = derivePodState({ status: shown(wire.status), hasRuntime: context.runtime !== null });
  const isRunning = state.kind === 'running';
  const ports = isRunning ? mappings(context.runtime, context.clean) : [];
  const gpuTypeId = wire.gpu ? shown(wire.gpu.id) : null;
  return {
    id: wire.id,
    name: shown(wire.name) ?? wire.id,
    provider: 'runpod',
    state,
    // What GraphQL rented as spot is listed too, with nothing that tells it from the others.
    rental: 'unknown',
    gpuName: gpuTypeId === null ? null : context.known.gpuName(gpuTypeId),
    gpuCount: gpuCountOf(wire),
    region: shown(wire.dataCenterId),
    image: shown(wire.image),
    vcpuCount: positiveOf(wire.cpu?.vcpuCount ?? wire.gpu?.vcpuCount),
    memoryGigabytes: positiveOf(wire.cpu?.memory ?? wire.gpu?.memory),
    containerDiskGigabytes: positiveOf(wire.disk),
    ...storage(wire, context),
    costPerHourDollars: positiveOf(wire.cost),
    gpuTypeId,
    cloud: cloudOf(wire.cloud),
    startedAtMs: isRunning ? startedAtMs(wire, context) : null,
    ...(isRunning ? uptimeOf(context) : {}),
    lastStatusChange: null,
    locked: wire.locked === true,
    ports,
    ssh: isRunning ? (directEndpoint(wire.ssh?.direct) ?? directSsh(ports)) : null,
    proxySsh: isRunning || state.kind === 'initialising' ? sshEndpoint(wire.ssh?.proxy) : null,
    generation: generationOfStart(shown(wire.startedAt)),
    telemetry: isRunning ? telemetryOf(context.runtime, context.runtimeReadAtMs) : null,
  };
}

function mappings(runtime: RuntimeWire | null, clean: CleanText): readonly PortMapping[] {
  const ports = (runtime?.ports ?? []).map((port) =>
    port === null
      ? null
      : {
          ip: port.ip,
          // HTTP is reached by RunPod's proxy, whatever address stands beside it.
          isIpPublic: port.type === 'tcp' && isPublicAddress(port.ip ?? ''),
          privatePort: port.private,
          publicPort: port.public,
          type: port.type,
        },
  );
  return portMappings(ports, clean);
}

type Storage = Pick<
  Pod,
  'volumeGigabytes' | 'volumeMountPath' | 'networkVolumeGigabytes' | 'networkVolumeId'
>;

/**
 * A pod has a volume of its own, a network volume, or neither. Of a network volume the pod tells only the id; while its
 * size is not known either, the pod's own stays unknown too, so that what a stop still costs is not taken for nothing.
 */
function storage({ mounts }: PodWire, { clean, known }: PodContext): Storage {
  const network = mounts?.network?.find((each) => each !== null) ?? null;
  const networkVolumeId = shownText(network?.volumeId, clean);
  const networkVolumeGigabytes = networkVolumeId === null ? null : known.volumeGigabytes(networkVolumeId);
  const isUnknown =
    mounts === null || mounts === undefined || (network !== null && networkVolumeGigabytes === null);
  return {
    volumeGigabytes: mounts?.persistent ? positiveOf(mounts.persistent.size) : isUnknown ? null : 0,
    volumeMountPath: shownText(mounts?.persistent?.path ?? network?.path, clean),
    networkVolumeGigabytes,
    networkVolumeId,
  };
}

/** From the uptime where there is one, else from `startedAt`, never later than now: the clocks differ. */
function startedAtMs(wire: PodWire, { runtime, runtimeReadAtMs, nowMs }: PodContext): number | null {
  const uptimeSeconds = runtime?.uptime ?? 0;
  if (uptimeSeconds > 0) return Math.max(0, runtimeReadAtMs - uptimeSeconds * 1000);
  const startedMs = Date.parse(wire.startedAt ?? '');
  return Number.isNaN(startedMs) ? null : Math.min(startedMs, nowMs);
}

/** 0 and less are no count. */
function uptimeOf({ runtime }: PodContext): Pick<Pod, 'uptimeSeconds'> {
  const uptimeSeconds = runtime?.uptime ?? 0;
  return uptimeSeconds > 0 ? { uptimeSeconds } : {};
}

/** A pod on CPUs has none. */
function gpuCountOf({ gpu, cpu }: PodWire): number | null {
  if (gpu) return gpu.count ?? null;
  return cpu ? 0 : null;
}

function cloudOf(said: string | null | undefined): 'secure' | 'community' | null {
  const word = said?.toUpperCase();
  if (word === 'SECURE') return 'secure';
  return word === 'COMMUNITY' ? 'community' : null;
}
