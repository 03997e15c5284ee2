/** A guard for each reading but the cards'. */
import { gpuGuard } from './gpu-guards.ts';
import { boolean, type Guard, list, nullable, oneOf, optional, shape } from './guards.ts';
import {
  bytes,
  bytesPerSecond,
  cores,
  count,
  eventsPerSecond,
  load,
  name,
  path,
  percent,
  percentOfCore,
  processId,
  uptimeSeconds,
} from './quantities.ts';
import type {
  CpuReading,
  DiskReading,
  GpuProcessRow,
  LoadReading,
  MemoryReading,
  MountReading,
  NetworkInterfaceReading,
  NetworkReading,
  PressureReading,
  ProcessReading,
  ProcessRow,
  Readings,
  Scope,
  SessionsReading,
} from './readings.ts';

const scope = oneOf<Scope>({ container: true, host: true, unknown: true });

const cpu = shape<CpuReading>({
  scope,
  usedPercent: nullable(percent),
  usedCores: nullable(cores),
  limitCores: nullable(cores),
  throttledPercent: nullable(percent),
});

const memory = shape<MemoryReading>({
  scope,
  usedBytes: nullable(bytes),
  limitBytes: nullable(bytes),
  cacheBytes: nullable(bytes),
  oomKillCount: nullable(count),
});

const mount = shape<MountReading>({
  scope,
  mountPoint: path,
  filesystem: nullable(name),
  usedBytes: nullable(bytes),
  availableBytes: nullable(bytes),
  totalBytes: nullable(bytes),
  usedInodesPercent: nullable(percent),
  quotaVisible: boolean,
  unanswered: boolean,
});

const disk = shape<DiskReading>({
  mounts: list(mount, 16),
  readBytesPerSecond: nullable(bytesPerSecond),
  writtenBytesPerSecond: nullable(bytesPerSecond),
});

const networkInterface = shape<NetworkInterfaceReading>({
  name,
  receivedBytesPerSecond: nullable(bytesPerSecond),
  sentBytesPerSecond: nullable(bytesPerSecond),
  errorsPerSecond: nullable(eventsPerSecond),
  dropsPerSecond: nullable(eventsPerSecond),
});

const network = shape<NetworkReading>({
  scope,
  interfaces: list(networkInterface, 32),
  receivedBytesPerSecond: nullable(bytesPerSecond),
  sentBytesPerSecond: nullable(bytesPerSecond),
  tcpSocketCount: optional(count),
});

const loadReading = shape<LoadReading>({
  scope,
  load1: nullable(load),
  load5: nullable(load),
  load15: nullable(load),
  uptimeSeconds: nullable(uptimeSeconds),
});

const pressure = shape<PressureReading>({
  scope,
  cpuSomePercent: nullable(percent),
  memorySomePercent: nullable(percent),
  memoryFullPercent: nullable(percent),
  ioSomePercent: nullable(percent),
  ioFullPercent: nullable(percent),
});

const processRow = shape<ProcessRow>({
  pid: processId,
  name,
  state: name,
  cpuPercent: nullable(percentOfCore),
  residentBytes: nullable(bytes),
});

const gpuProcessRow = shape<GpuProcessRow>({
  gpuUuid: name,
  pid: processId,
  name,
  memoryUsedBytes: nullable(bytes),
});

const processes = shape<ProcessReading>({
  scope,
  processCount: nullable(count),
  zombieCount: nullable(count),
  uninterruptibleCount: nullable(count),
  topByCpu: list(processRow, 16),
  topByMemory: list(processRow, 16),
  gpuProcesses: nullable(list(gpuProcessRow, 64)),
});

const sessions = shape<SessionsReading>({
  sshConnectionCount: nullable(count),
  terminalCount: nullable(count),
});

/** By the name under which a sample carries each reading. */
export const readingGuards: { readonly [Key in keyof Readings]-?: Guard<NonNullable<Readings[Key]>> } = {
  cpu,
  memory,
  disk,
  network,
  load: loadReading,
  pressure,
  processes,
  sessions,
  gpu: gpuGuard,
};
