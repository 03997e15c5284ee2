/** Pressure stall information (Linux, Documentation/accounting/psi.rst): the container's own, else the host's. */
import type { Answers, FileSource } from '../host/host.ts';
import type { PressureReading, Scope } from '../protocol/readings.ts';
import { containerSources, groupKind } from './cgroup.ts';
import type { Collector } from './collector.ts';
import { figure, file, textOf } from './proc-text.ts';

type Place = { readonly cpu: FileSource; readonly memory: FileSource; readonly io: FileSource };

const own = {
  cpu: file('/sys/fs/cgroup/cpu.pressure', 'hot'),
  memory: file('/sys/fs/cgroup/memory.pressure', 'hot'),
  io: file('/sys/fs/cgroup/io.pressure', 'hot'),
};

const host = {
  cpu: file('/proc/pressure/cpu', 'hot'),
  memory: file('/proc/pressure/memory', 'hot'),
  io: file('/proc/pressure/io', 'hot'),
};

/** A host with both versions of control groups mounts the second here, and a container may have its own group in it. */
const beside = {
  cpu: file('/sys/fs/cgroup/unified/cpu.pressure', 'hot'),
  memory: file('/sys/fs/cgroup/unified/memory.pressure', 'hot'),
  io: file('/sys/fs/cgroup/unified/io.pressure', 'hot'),
};
const besideGroup = file('/sys/fs/cgroup/unified/cgroup.events', 'once');

export const pressure: Collector<PressureReading, PressureReading> = {
  id: 'pressure',
  sources: [
    ...containerSources,
    besideGroup,
    ...[own, beside, host].flatMap(({ cpu, memory, io }) => [cpu, memory, io]),
  ],

  parse(answers) {
    if (groupKind(answers) === 'version-2' && hasAny(answers, own))
      return readingOf(answers, own, 'container');
    if (answers[besideGroup.id]?.ok && hasAny(answers, beside))
      return readingOf(answers, beside, 'container');
    if (hasAny(answers, host)) return readingOf(answers, host, 'host');
    throw new Error('The kernel gives no pressure figures: neither cgroup v2 nor /proc/pressure has them.');
  },

  read: ({ now }) => now,
};

function hasAny(answers: Answers, place: Place): boolean {
  return [place.cpu, place.memory, place.io].some((source) => answers[source.id]?.ok);
}

function readingOf(answers: Answers, place: Place, scope: Scope): PressureReading {
  return {
    scope,
    cpuSomePercent: lastTenSeconds(textOf(answers, place.cpu), 'some'),
    memorySomePercent: lastTenSeconds(textOf(answers, place.memory), 'some'),
    memoryFullPercent: lastTenSeconds(textOf(answers, place.memory), 'full'),
    ioSomePercent: lastTenSeconds(textOf(answers, place.io), 'some'),
    ioFullPercent: lastTenSeconds(textOf(answers, place.io), 'full'),
  };
}

/** `some avg10=0.00 avg60=0.00 avg300=0.00 total=0` */
function lastTenSeconds(text: string | null, share: 'some' | 'full'): number | null {
  const line = text?.split('\n').find((candidate) => candidate.startsWith(`${share} `));
  return figure(/ avg10=([\d.]+)/.exec(line ?? '')?.[1]);
}
