/**
 * What one sample says of a machine, reading by reading. Units stand last in each name; percentages run from 0 to 100.
 *
 * `null` means "not known": the source was absent, unreadable, or said so itself. It never means zero.
 */

/** Whose figure it is: the container's own limit and use, the whole host's, or nobody can tell. */
export type Scope = 'container' | 'host' | 'unknown';

export type CpuReading = {
  readonly scope: Scope;
  /** Use as a share of the limit (of all online CPUs where there is none); null until two readings are there. */
  readonly usedPercent: number | null;
  /** CPUs' worth of time used per second. */
  readonly usedCores: number | null;
  /** CPUs that may be used: quota/period, else cpuset, else RUNPOD_CPU_COUNT, else those online. */
  readonly limitCores: number | null;
  /** Share of scheduler periods in which the container was held back by its quota. */
  readonly throttledPercent: number | null;
};

export type MemoryReading = {
  readonly scope: Scope;
  /** Working set: what the kubelet evicts on (use without the inactive file cache). */
  readonly usedBytes: number | null;
  readonly limitBytes: number | null;
  readonly cacheBytes: number | null;
  /** Out-of-memory kills since the container began. */
  readonly oomKillCount: number | null;
};

export type MountReading = {
  readonly scope: Scope;
  readonly mountPoint: string;
  readonly filesystem: string | null;
  readonly usedBytes: number | null;
  readonly availableBytes: number | null;
  readonly totalBytes: number | null;
  readonly usedInodesPercent: number | null;
  /** A network volume shows the whole cluster: its own quota cannot be seen from inside. */
  readonly quotaVisible: boolean;
  /** Set when the filesystem did not answer in time, as a network volume that has gone away does not. */
  readonly unanswered: boolean;
};

export type DiskReading = {
  readonly mounts: readonly MountReading[];
  readonly readBytesPerSecond: number | null;
  readonly writtenBytesPerSecond: number | null;
};

export type NetworkInterfaceReading = {
  readonly name: string;
  readonly receivedBytesPerSecond: number | null;
  readonly sentBytesPerSecond: number | null;
  readonly errorsPerSecond: number | null;
  readonly dropsPerSecond: number | null;
};

export type NetworkReading = {
  readonly scope: Scope;
  /** Loopback is left out. */
  readonly interfaces: readonly NetworkInterfaceReading[];
  readonly receivedBytesPerSecond: number | null;
  readonly sentBytesPerSecond: number | null;
  /** TCP sockets in use, listening ones among them. Absent where nobody can tell. */
  readonly tcpSocketCount?: number;
};

export type LoadReading = {
  readonly scope: Scope;
  readonly load1: number | null;
  readonly load5: number | null;
  readonly load15: number | null;
  readonly uptimeSeconds: number | null;
};

/** Pressure stall information: the share of the last 10 s in which something waited for the resource. */
export type PressureReading = {
  readonly scope: Scope;
  readonly cpuSomePercent: number | null;
  readonly memorySomePercent: number | null;
  readonly memoryFullPercent: number | null;
  readonly ioSomePercent: number | null;
  readonly ioFullPercent: number | null;
};

/** `lost`, `requires-reset` and `error` are what the driver itself said of the card, not a guess. */
export type GpuCardStatus = 'ok' | 'lost' | 'requires-reset' | 'error';

/** A MIG slice. Its utilisation is not reported by nvidia-smi. */
export type MigInstanceReading = {
  readonly uuid: string;
  readonly profile: string;
};

export type GpuCardReading = {
  readonly index: number;
  readonly uuid: string | null;
  readonly name: string | null;
  readonly status: GpuCardStatus;
  /** What the driver printed, where status is not `ok`. */
  readonly statusText: string | null;
  /** Share of time in which a kernel ran. Not occupancy. */
  readonly utilizationPercent: number | null;
  readonly memoryUtilizationPercent: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly temperatureCelsius: number | null;
  readonly memoryTemperatureCelsius: number | null;
  readonly powerWatts: number | null;
  readonly powerLimitWatts: number | null;
  readonly smClockMegahertz: number | null;
  readonly memoryClockMegahertz: number | null;
  readonly fanPercent: number | null;
  /** P0 (fastest) to P15. */
  readonly performanceState: string | null;
  /** Why clocks are held down; empty when they are not. Idle is not a reason. */
  readonly throttleReasons: readonly ThrottleReason[] | null;
  readonly eccUncorrectedCount: number | null;
  readonly eccCorrectedCount: number | null;
  readonly remappedRowsPending: boolean | null;
  readonly remappedRowsFailed: boolean | null;
  readonly retiredPagesPending: boolean | null;
  /** The driver's advice: None, Reset, Reboot, Drain P2P, Drain and Reset. */
  readonly recoveryAction: string | null;
  readonly persistenceMode: boolean | null;
  readonly migEnabled: boolean | null;
  readonly migInstances: readonly MigInstanceReading[];
};

export type ThrottleReason =
  | 'software-power-cap'
  | 'hardware-slowdown'
  | 'sync-boost'
  | 'software-thermal'
  | 'hardware-thermal'
  | 'hardware-power-brake'
  | 'display-clocks'
  | 'application-clocks';

/** The whole tool failed, for example because the driver is not loaded. */
export type GpuFailure = {
  readonly code:
    | 'driver-not-loaded'
    | 'no-devices'
    | 'version-mismatch'
    | 'library-missing'
    | 'permission'
    | 'device-lost'
    | 'timeout'
    | 'unknown';
  readonly message: string;
};

export type GpuReading = {
  readonly vendor: 'nvidia' | 'amd' | 'none';
  readonly driverVersion: string | null;
  /** RUNPOD_GPU_COUNT: what was paid for. 0 is RunPod's start without GPU, to rescue data. */
  readonly expectedCount: number | null;
  readonly cards: readonly GpuCardReading[];
  readonly failure: GpuFailure | null;
  /** Age of the cards' figures in the moment of the sample: a slow driver answers less often than the interval. */
  readonly ageMs: number | null;
};

/** Older figures are not the state of the cards any more. Slow drivers take some ten seconds for eight cards. */
export const oldestGpuFiguresMs = 60_000;

export type ProcessRow = {
  readonly pid: number;
  /** The kernel's short name (15 characters). Arguments are never sent: they hold secrets. */
  readonly name: string;
  readonly state: string;
  readonly cpuPercent: number | null;
  readonly residentBytes: number | null;
};

export type GpuProcessRow = {
  readonly gpuUuid: string;
  readonly pid: number;
  readonly name: string;
  readonly memoryUsedBytes: number | null;
};

export type ProcessReading = {
  readonly scope: Scope;
  readonly processCount: number | null;
  readonly zombieCount: number | null;
  readonly uninterruptibleCount: number | null;
  readonly topByCpu: readonly ProcessRow[];
  readonly topByMemory: readonly ProcessRow[];
  /** null: not visible from inside this container, which is not the same as none. */
  readonly gpuProcesses: readonly GpuProcessRow[] | null;
};

/** Who is in the machine. Both figures are needed: a login may have a connection without a terminal, or the other way round. */
export type SessionsReading = {
  /** Established connections to sshd's port. Whoever reads this over SSH is one of them. null: they cannot be counted. */
  readonly sshConnectionCount: number | null;
  /** Terminals on which a program stands, but for those that tmux or screen keep, and that of the first process. */
  readonly terminalCount: number | null;
};

/** All readings by collector. A collector that failed is absent here and named in the frame's `failures`. */
export type Readings = {
  readonly cpu?: CpuReading;
  readonly memory?: MemoryReading;
  readonly disk?: DiskReading;
  readonly network?: NetworkReading;
  readonly load?: LoadReading;
  readonly pressure?: PressureReading;
  readonly processes?: ProcessReading;
  /** Absent from agents before 0.2, and where nobody can tell. */
  readonly sessions?: SessionsReading;
  readonly gpu?: GpuReading;
};
