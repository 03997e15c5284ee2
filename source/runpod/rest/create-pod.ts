/** Making a pod on demand. */
import { createSecret } from '../../base/secret.ts';
import type { CloudFailure, CloudResult } from '../cloud.ts';
import { type CreatedPod, type CreatePod, deployIdVariable } from '../deploy-cloud.ts';
import { readFitting } from '../fitting.ts';
import { createdPodOf, createdSchema } from './created-pod.ts';
import { revealed } from './environment.ts';
import type { Operation } from './operation.ts';
import { portList } from './port-list.ts';
import { unsupported } from './unsupported.ts';
import type { Wire } from './wire.ts';

/**
 * Makes a pod on demand. REST v2 knows the secure cloud and the community's, and nothing for either: a pod that may be of
 * any is asked of the secure one, and of the other when that has said that it has none.
 */
export async function createPod(
  wire: Wire,
  request: CreatePod,
  signal?: AbortSignal,
): Promise<CloudResult<CreatedPod>> {
  const missing = missingHere(request);
  if (missing !== null) return missing;
  const cloud = request.cloud === 'any' ? 'secure' : request.cloud;
  const made = await wire.ask(createOperation, { ...request, cloud }, signal);
  // A network volume hangs in the secure cloud alone.
  const mayBeElsewhere = request.cloud === 'any' && request.networkVolumeId === null;
  if (made.ok || made.code !== 'no-capacity' || !mayBeElsewhere) return made;
  return wire.ask(createOperation, { ...request, cloud: 'community' }, signal);
}

function missingHere({
  name,
  bidPerGpuDollars,
  stopAfterMs,
  terminateAfterMs,
}: CreatePod): CloudFailure | null {
  const action = `make pod "${name}"`;
  if (bidPerGpuDollars !== null) return unsupported(`${action} for a bid`, 'spot pods');
  if (stopAfterMs !== undefined)
    return {
      ...unsupported(`${action} that stops by itself`, 'time to stop a pod at'),
      detour: `Leave the time out. ${stopsItself}`,
    };
  if (terminateAfterMs !== undefined) {
    return {
      ...unsupported(`${action} that ends by itself`, 'time to terminate a pod at'),
      detour: `Leave the time out, and terminate it by hand. ${stopsItself}`,
    };
  }
  return null;
}

/** The switch in the pod asks over any wire that is left. */
const stopsItself =
  "A pod that pod-engine's agent starts stops itself after the minutes of its variable: --env POD_ENGINE_TTL_MINUTES=480.";

type CreateInCloud = CreatePod & { readonly cloud: 'secure' | 'community' };

const createOperation: Operation<CreateInCloud, CreatedPod> = {
  action: ({ name, gpuCount, gpuTypeId }) => `make pod "${name}" with ${gpuCount} x ${gpuTypeId}`,
  request: (request) => ({ method: 'POST', path: '/pods', body: createBody(request) }),
  secrets: ({ environment }) => Object.values(environment),
  read(json, reader) {
    const created = readFitting(createdSchema, json).value;
    if (created !== null) return { ok: true, value: createdPodOf(created, reader) };
    return reader.fail('unexpected', 'the answer names no pod', 'Look at the list of pods.');
  },
};

/** What is not asked for is left out: RunPod then decides, or takes the template's. An unknown field would be refused. */
function createBody(request: CreateInCloud): Readonly<Record<string, unknown>> {
  const environment = { ...request.environment, [deployIdVariable]: createSecret(request.deployId) };
  const ports = portList(request.ports);
  return {
    name: request.name,
    ...(request.templateId === null ? {} : { templateId: request.templateId }),
    ...(request.image === '' ? {} : { image: request.image }),
    gpu: {
      id: request.gpuTypeId,
      count: request.gpuCount,
      ...(request.minCudaVersion === undefined ? {} : { minCudaVersion: request.minCudaVersion }),
    },
    cloud: request.cloud === 'secure' ? 'SECURE' : 'COMMUNITY',
    ...(request.dataCentreId === null ? {} : { dataCenterIds: [request.dataCentreId.toUpperCase()] }),
    // Without it RunPod was seen to place the pod, and to refuse it then.
    disk: request.containerDiskGigabytes,
    ...mountsOf(request),
    ...(ports.length === 0 && request.templateId !== null ? {} : { ports }),
    env: revealed(environment),
    ...(request.startCommand === null ? {} : { args: request.startCommand }),
    ...(request.registryCredentialId === null ? {} : { registry: request.registryCredentialId }),
    // Off where it is not asked for: no key of the account would get in.
    startSsh: request.startSsh ?? true,
    startJupyter: false,
  };
}

/** One kind or the other, never both. */
function mountsOf({
  networkVolumeId,
  volumeGigabytes,
  volumeMountPath,
}: CreatePod): Readonly<Record<string, unknown>> {
  const path = volumeMountPath;
  if (networkVolumeId !== null) return { mounts: { network: [{ volumeId: networkVolumeId, path }] } };
  return volumeGigabytes > 0 ? { mounts: { persistent: { size: volumeGigabytes, path } } } : {};
}
