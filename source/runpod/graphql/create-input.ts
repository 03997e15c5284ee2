/** A pod to be made, as both of RunPod's mutations take it. */
import { createSecret } from '../../base/secret.ts';
import { type CreatePod, deployIdVariable } from '../deploy-cloud.ts';
import { environmentInput } from './environment.ts';

const clouds = { secure: 'SECURE', community: 'COMMUNITY', any: 'ALL' } as const;

/** What is not asked for is left out: RunPod then decides, or takes the template's. */
export function createInput(request: CreatePod): Readonly<Record<string, unknown>> {
  const environment = { ...request.environment, [deployIdVariable]: createSecret(request.deployId) };
  return {
    name: request.name,
    imageName: request.image,
    ...(request.templateId === null ? {} : { templateId: request.templateId }),
    gpuTypeId: request.gpuTypeId,
    gpuCount: request.gpuCount,
    cloudType: clouds[request.cloud],
    ...(request.dataCentreId === null ? {} : { dataCenterId: request.dataCentreId.toUpperCase() }),
    containerDiskInGb: request.containerDiskGigabytes,
    volumeInGb: request.volumeGigabytes,
    volumeMountPath: request.volumeMountPath,
    ...(request.networkVolumeId === null ? {} : { networkVolumeId: request.networkVolumeId }),
    ports: request.ports,
    env: environmentInput(environment),
    // An empty text was seen to keep an image's own command from running.
    ...(request.startCommand === null ? {} : { dockerArgs: request.startCommand }),
    ...(request.registryCredentialId === null
      ? {}
      : { containerRegistryAuthId: request.registryCredentialId }),
    // Only with a public address can anything but HTTP be reached; every machine of the secure cloud has one.
    ...(request.cloud !== 'secure' && request.ports.includes('/tcp') ? { supportPublicIp: true } : {}),
    ...(request.minCudaVersion === undefined ? {} : { minCudaVersion: request.minCudaVersion }),
    ...(request.stopAfterMs === undefined ? {} : { stopAfter: isoTime(request.stopAfterMs) }),
    ...(request.terminateAfterMs === undefined ? {} : { terminateAfter: isoTime(request.terminateAfterMs) }),
    startSsh: request.startSsh ?? true,
    startJupyter: false,
  };
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
