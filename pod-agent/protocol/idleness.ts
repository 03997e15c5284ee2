/**
 * Whether a machine idles, by one sample of it: the one definition that the console and the switch in the pod share. Pure.
 * What is not known does not count as idle.
 */
import { type GpuReading, oldestGpuFiguresMs, type Readings } from './readings.ts';

/** `because` is a half sentence for people: "GPU 1 works at 43%". */
export type Idleness =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/** Below all of them a machine does nothing worth its price. */
export type IdleLimits = {
  readonly gpuPercent: number;
  /** Of what the container may use. */
  readonly cpuPercent: number;
  /** In both directions together. */
  readonly networkBytesPerSecond: number;
};

export const usualIdleLimits: IdleLimits = { gpuPercent: 5, cpuPercent: 5, networkBytesPerSecond: 1_000_000 };

export type IdlenessAbout = {
  readonly limits: IdleLimits;
  /** Connections over which the machine is being watched: they are nobody's session. */
  readonly ownConnectionCount: number;
  /** Further ones that come and go, and may be seen or not. */
  readonly passingConnectionCount?: number;
  /** Terminals, where it is watched by way of one. */
  readonly ownTerminalCount?: number;
  /** Cards that were paid for; null: nobody said. */
  readonly gpuCount: number | null;
};

/** One that is busy for sure is busy, whatever else is not known. */
export function idlenessOf(readings: Readings, about: IdlenessAbout): Idleness {
  const found = [
    gpus(readings.gpu, about),
    cpu(readings, about),
    network(readings, about),
    sessions(readings, about),
  ];
  return (
    found.find(({ kind }) => kind === 'busy') ??
    found.find(({ kind }) => kind === 'unknown') ?? { kind: 'idle' }
  );
}

function gpus(reading: GpuReading | undefined, { limits, gpuCount }: IdlenessAbout): Idleness {
  if (gpuCount === 0) return { kind: 'idle' };
  if (reading === undefined) return unknown('no figures of the GPUs');
  if (reading.failure !== null) return unknown(`the GPUs do not answer: ${reading.failure.message}`);
  const expected = gpuCount ?? reading.expectedCount ?? reading.cards.length;
  if ((reading.ageMs ?? 0) > oldestGpuFiguresMs) return unknown('the figures of the GPUs are old');
  const working = reading.cards.find(
    ({ utilizationPercent }) => (utilizationPercent ?? 0) >= limits.gpuPercent,
  );
  if (working !== undefined)
    return busy(`GPU ${working.index} works at ${Math.round(working.utilizationPercent ?? 0)}%`);
  const silent = reading.cards.find(({ utilizationPercent }) => utilizationPercent === null);
  if (silent !== undefined) return unknown(`GPU ${silent.index} does not say how much it works`);
  if (reading.cards.length < expected) return unknown(`${reading.cards.length} of ${expected} GPUs are seen`);
  return { kind: 'idle' };
}

/** The host's use says nothing about what a small container does of it. */
function cpu({ cpu: reading }: Readings, { limits }: IdlenessAbout): Idleness {
  const percent = reading?.scope === 'container' ? reading.usedPercent : null;
  if (percent === null) return unknown('the use of its CPUs is not known');
  return percent < limits.cpuPercent ? { kind: 'idle' } : busy(`its CPUs work at ${Math.round(percent)}%`);
}

/** Where the host's traffic is all that is seen, little of it is little of the container's as well. */
function network({ network: reading }: Readings, { limits }: IdlenessAbout): Idleness {
  const received = reading?.receivedBytesPerSecond ?? null;
  const sent = reading?.sentBytesPerSecond ?? null;
  if (received === null || sent === null) return unknown('its network traffic is not known');
  if (received + sent < limits.networkBytesPerSecond) return { kind: 'idle' };
  if (reading?.scope !== 'container') return unknown('only the network traffic of its host is known');
  return busy(`it transfers ${((received + sent) / 1e6).toFixed(1)} MB/s`);
}

/** A connection of ours that is not among those that are seen means that others would not be seen either. */
function sessions(
  { sessions: reading }: Readings,
  { ownConnectionCount, passingConnectionCount = 0, ownTerminalCount = 0 }: IdlenessAbout,
): Idleness {
  const connections = reading?.sshConnectionCount ?? null;
  const seen = reading?.terminalCount ?? null;
  const terminals = seen === null ? null : Math.max(0, seen - ownTerminalCount);
  const others =
    connections === null ? null : othersOf(connections, ownConnectionCount, passingConnectionCount);
  if (others !== null && others > 0)
    return busy(
      `${others}${ownConnectionCount + passingConnectionCount > 0 ? ' other' : ''} SSH ${others === 1 ? 'connection' : 'connections'}`,
    );
  if (terminals !== null && terminals > 0)
    return busy(`${terminals} ${terminals === 1 ? 'terminal is' : 'terminals are'} in use`);
  if (others === null || terminals === null) return unknown('nobody can tell whether somebody is logged in');
  return others < 0 ? unknown('its SSH connections are not seen from inside') : { kind: 'idle' };
}

/** Below zero: fewer are seen than there must be. */
function othersOf(seen: number, own: number, passing: number): number {
  return seen < own ? seen - own : Math.max(0, seen - own - passing);
}

function busy(because: string): Idleness {
  return { kind: 'busy', because };
}

function unknown(because: string): Idleness {
  return { kind: 'unknown', because };
}
