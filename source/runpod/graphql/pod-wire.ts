import { z } from 'zod';
import { podIdSchema } from '../read-pod.ts';

/** What is asked about a pod. Never `env`: it holds the pod's own API key. */
export const podSelection = `
    id name desiredStatus lastStatusChange lastStartedAt podType locked imageName dockerId
    gpuCount vcpuCount memoryInGb containerDiskInGb volumeInGb volumeMountPath
    networkVolumeId networkVolume { size } costPerHr adjustedCostPerHr
    machine { podHostId gpuTypeId gpuDisplayName dataCenterId location secureCloud }
    runtime {
      uptimeInSeconds ports { ip isIpPublic privatePort publicPort type }
      gpus { gpuUtilPercent memoryUtilPercent } container { cpuPercent memoryPercent }
    }
    latestTelemetry {
      state time cpuUtilization memoryUtilization
      averageGpuMetrics { percentUtilization memoryUtilization temperatureCelcius powerWatts }
    }`;

const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

const portSchema = z
  .object({ ip: text, isIpPublic: flag, privatePort: number, publicPort: number, type: text })
  .nullable();

const runtimeSchema = z.object({
  uptimeInSeconds: number,
  ports: z.array(portSchema).nullish(),
  gpus: z.array(z.object({ gpuUtilPercent: number, memoryUtilPercent: number }).nullable()).nullish(),
  container: z.object({ cpuPercent: number, memoryPercent: number }).nullish(),
});

const telemetrySchema = z.object({
  state: text,
  time: text,
  cpuUtilization: number,
  memoryUtilization: number,
  averageGpuMetrics: z
    .object({
      percentUtilization: number,
      memoryUtilization: number,
      // The spelling is RunPod's.
      temperatureCelcius: number,
      powerWatts: number,
    })
    .nullish(),
});

const machineSchema = z.object({
  podHostId: text,
  gpuTypeId: text,
  gpuDisplayName: text,
  dataCenterId: text,
  location: text,
  secureCloud: flag,
});

/**
 * A pod as it comes. Only the id cannot be missed: RunPod's published schema names more fields non-null, but a pod
 * that lacks one is still there and still costs money. Enumerations are read as text, so that a new word is one
 * pod's unknown state rather than the end of the list.
 */
export const podWireSchema = z.object({
  id: podIdSchema,
  name: text,
  desiredStatus: text,
  lastStatusChange: text,
  lastStartedAt: text,
  podType: text,
  locked: flag,
  imageName: text,
  dockerId: text,
  gpuCount: number,
  vcpuCount: number,
  memoryInGb: number,
  containerDiskInGb: number,
  volumeInGb: number,
  volumeMountPath: text,
  networkVolumeId: text,
  networkVolume: z.object({ size: number }).nullish(),
  costPerHr: number,
  adjustedCostPerHr: number,
  machine: machineSchema.nullish(),
  runtime: runtimeSchema.nullish(),
  latestTelemetry: telemetrySchema.nullish(),
});

export type PodWire = z.infer<typeof podWireSchema>;
export type RuntimeWire = z.infer<typeof runtimeSchema>;
