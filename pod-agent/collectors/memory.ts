/** Memory used, as the working set, against the limit of the container. */
import type { Answers } from '../host/host.ts';
import type { MemoryReading } from '../protocol/readings.ts';
import { containerSources, groupKind, version1Group } from './cgroup.ts';
import type { Collector } from './collector.ts';
import { figure, figuresByName, file, textOf } from './proc-text.ts';

const hostMemory = file('/proc/meminfo', 'hot');
const ownUse = file('/sys/fs/cgroup/memory.current', 'hot');
const ownStat = file('/sys/fs/cgroup/memory.stat', 'hot');
const ownEvents = file('/sys/fs/cgroup/memory.events', 'hot');
const ownLimit = file('/sys/fs/cgroup/memory.max', 'warm');
const oldUse = file('/sys/fs/cgroup/memory/memory.usage_in_bytes', 'hot');
const oldStat = file('/sys/fs/cgroup/memory/memory.stat', 'hot');
const oldKills = file('/sys/fs/cgroup/memory/memory.oom_control', 'hot');

/** Which file counts a container's kills for want of memory. */
export function killsFile(answers: Answers): string {
  return (groupKind(answers) === 'version-1' ? oldKills : ownEvents).path;
}

/** Which file says how much memory a container uses. */
export function usedFile(answers: Answers): string {
  return (groupKind(answers) === 'version-1' ? oldUse : ownUse).path;
}

/** Version 1 writes "no limit" as the largest number of pages, 9223372036854771712 bytes with pages of 4 KiB. */
const noLimitFromBytes = 2 ** 60;

export const memory: Collector<MemoryReading, MemoryReading> = {
  id: 'memory',
  sources: [...containerSources, hostMemory, ownUse, ownStat, ownEvents, ownLimit, oldUse, oldStat, oldKills],

  parse(answers) {
    const host = figuresByName(textOf(answers, hostMemory));
    const totalBytes = host.get('MemTotal') ?? null;
    const kind = groupKind(answers);
    if (kind === 'version-2' && answers[ownUse.id]?.ok) return ownReading(answers, totalBytes);
    if (kind === 'version-1' && answers[oldUse.id]?.ok) return oldReading(answers, totalBytes);
    if (totalBytes === null)
      throw new Error('Neither a cgroup nor /proc/meminfo says how much memory there is.');
    const availableBytes = host.get('MemAvailable') ?? null;
    return {
      scope: 'host',
      usedBytes: difference(totalBytes, availableBytes),
      limitBytes: totalBytes,
      cacheBytes: host.get('Cached') ?? null,
      // The host counts kills of all its containers, which says nothing of this machine's.
      oomKillCount: null,
    };
  },

  read: ({ now }) => now,
};

function ownReading(answers: Answers, totalBytes: number | null): MemoryReading {
  const stat = figuresByName(textOf(answers, ownStat));
  return {
    scope: 'container',
    usedBytes: difference(figure(textOf(answers, ownUse)), stat.get('inactive_file') ?? null),
    limitBytes: smallest([figure(textOf(answers, ownLimit)), totalBytes]),
    cacheBytes: stat.get('file') ?? null,
    oomKillCount: figuresByName(textOf(answers, ownEvents)).get('oom_kill') ?? null,
  };
}

/** Figures with `total_` and `hierarchical_` count the groups below and the limits above as well, as version 2 does. */
function oldReading(answers: Answers, totalBytes: number | null): MemoryReading {
  const stat = figuresByName(textOf(answers, oldStat));
  const limitBytes = stat.get('hierarchical_memory_limit') ?? figure(textOf(answers, version1Group));
  return {
    scope: 'container',
    usedBytes: difference(figure(textOf(answers, oldUse)), stat.get('total_inactive_file') ?? null),
    limitBytes: smallest([limitBytes, totalBytes]),
    cacheBytes: stat.get('total_cache') ?? null,
    oomKillCount: figuresByName(textOf(answers, oldKills)).get('oom_kill') ?? null,
  };
}

/** The two are read one after the other, so that the part may have outgrown the whole. */
function difference(whole: number | null, part: number | null): number | null {
  return whole === null || part === null ? null : Math.max(0, whole - part);
}

function smallest(limits: readonly (number | null)[]): number | null {
  const least = Math.min(...limits.map((limit) => limit ?? noLimitFromBytes));
  return least < noLimitFromBytes ? least : null;
}
