/** A request for a pod in which nothing has been chosen yet: what RunPod's own console would begin with. */
import type { CreateRequest } from './create-request.ts';

export const usualCreate: CreateRequest = {
  name: '',
  image: null,
  templateId: null,
  gpuTypeIds: [],
  gpuCount: 1,
  cloud: 'secure',
  dataCentreIds: [],
  minCudaVersion: null,
  bidPerGpuDollars: null,
  containerDiskGigabytes: 20,
  volumeGigabytes: 20,
  volumeMountPath: '/workspace',
  networkVolumeId: null,
  ports: '8888/http,22/tcp',
  environment: {},
  startCommand: null,
  registryCredentialId: null,
  timeToLive: null,
  maxDollarsPerHour: null,
};
