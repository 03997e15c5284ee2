/** What a member of the cast is: a machine to choose from, how it begins, and what its programs do second by second. */
import type { GpuModelId } from '../machine/gpu-models.ts';
import type { Workload, WorkloadMoment } from '../machine/workload.ts';

export type Role = {
  readonly id: string;
  /** The middle of its pods' names, as in "h100-train-0". */
  readonly word: string;
  /** The number in the name of the first pod that plays it. */
  readonly firstNumber: number;
  /** The kernel's short name of its main process. */
  readonly program: string;
  /** The first pod takes the first machine; those after it take any. */
  readonly hardware: readonly [Hardware, ...Hardware[]];
  readonly beginning: Beginning;
  workload(moment: WorkloadMoment): Workload;
};

/** `starting`: rented as the simulation begins, and slow to come up. `rented`: by a client, and as fast as its image. */
export type Beginning = 'running' | 'starting' | 'rented' | 'stopped' | 'outbid';

export type Hardware = {
  readonly gpu: GpuModelId;
  readonly gpuCount: number;
  readonly dataCenterId: string;
  readonly cloud: 'secure' | 'community';
  readonly rental: 'on-demand' | 'spot';
  readonly vcpuCount: number;
  readonly memoryGigabytes: number;
  readonly containerDiskGigabytes: number;
  readonly volumeGigabytes: number;
  /** A network volume shows the whole cluster's size from inside. */
  readonly volume: 'local' | 'network';
  readonly cgroup: 1 | 2;
  readonly driver: string;
  readonly image: string;
  /** About how long it has been up as the simulation begins. */
  readonly uptimeSeconds: number;
};

const minute = 60;
const hour = 60 * minute;
export const day = 24 * hour;

/** An ordinary machine, to be varied. */
export const ordinaryHardware: Hardware = {
  gpu: 'a100',
  gpuCount: 1,
  dataCenterId: 'US-KS-2',
  cloud: 'secure',
  rental: 'on-demand',
  vcpuCount: 16,
  memoryGigabytes: 125,
  containerDiskGigabytes: 50,
  volumeGigabytes: 200,
  volume: 'local',
  cgroup: 2,
  driver: '570.124.06',
  image: 'runpod/pytorch:1.0.7-cu1281-torch291-ubuntu2204',
  uptimeSeconds: 3 * day + 4 * hour + 11 * minute,
};
