/** /proc/meminfo and /proc/vmstat: figures of the whole host, whatever the container may use. */
import { gibibyte } from '../facts.ts';
import type { MachineMoment } from '../machine.ts';

/** The container's memory in bytes: its working set, and the file cache that can be dropped. */
export function containerMemory(moment: MachineMoment): {
  readonly workingSetBytes: number;
  readonly cacheBytes: number;
} {
  const limit = moment.facts.memoryLimitBytes;
  const workingSetBytes = pages(Math.min(0.9995, moment.work.memoryShare) * limit);
  return {
    workingSetBytes,
    cacheBytes: pages(Math.min(moment.work.cacheShare * limit, limit - workingSetBytes)),
  };
}

export function meminfoText(moment: MachineMoment): string {
  const { workingSetBytes, cacheBytes } = containerMemory(moment);
  const total = moment.facts.hostMemoryBytes - 3 * gibibyte;
  const neighbours = 0.11 * total;
  const cached = cacheBytes + 0.2 * total;
  const free = total - workingSetBytes - neighbours - cached;
  const rows: readonly (readonly [string, number])[] = [
    ['MemTotal', total],
    ['MemFree', free],
    ['MemAvailable', free + cached * 0.96],
    ['Buffers', 0.4 * gibibyte],
    ['Cached', cached],
    ['SwapCached', 0],
    ['Active', workingSetBytes + 0.1 * total],
    ['Inactive', cached * 0.9],
    ['SwapTotal', 0],
    ['SwapFree', 0],
    ['Dirty', moment.work.writtenBytesPerSecond * 0.4],
    ['Writeback', 0],
    ['AnonPages', workingSetBytes + neighbours],
    ['Mapped', 1.6 * gibibyte],
    ['Shmem', 0.7 * gibibyte],
    ['Slab', 5.2 * gibibyte],
    ['KernelStack', 0.04 * gibibyte],
    ['PageTables', 0.3 * gibibyte],
    ['CommitLimit', total / 2],
    ['Committed_AS', workingSetBytes * 1.6 + neighbours],
  ];
  const lines = rows.map(
    ([name, bytes]) => `${`${name}:`.padEnd(15)} ${String(Math.floor(bytes / 1024)).padStart(9)} kB`,
  );
  return `${lines.join('\n')}\nHugePages_Total:       0\nHugePages_Free:        0\nHugepagesize:       2048 kB\n`;
}

export function vmstatText(moment: MachineMoment): string {
  const free = Math.floor((moment.facts.hostMemoryBytes * 0.5) / 4096);
  return `nr_free_pages ${free}\npgfault ${Math.floor(moment.totals.cpuSeconds * 900)}\npgmajfault ${Math.floor(moment.totals.cpuSeconds)}\noom_kill ${moment.work.oomKills}\n`;
}

function pages(bytes: number): number {
  return Math.max(0, Math.floor(bytes / 4096) * 4096);
}
