/** The container's own files under cgroup v2 (Documentation/admin-guide/cgroup-v2.rst), by name below /sys/fs/cgroup. */
import type { MachineMoment } from '../machine.ts';
import type { FileTexts } from './file-texts.ts';
import { containerMemory } from './memory.ts';
import { pressureText } from './pressure.ts';
import { processCount } from './processes.ts';

export const cgroupTwoTexts: FileTexts = {
  '/sys/fs/cgroup/cgroup.controllers': () => 'cpuset cpu io memory hugetlb pids rdma misc\n',
  '/sys/fs/cgroup/cgroup.events': () => 'populated 1\nfrozen 0\n',
  '/sys/fs/cgroup/cgroup.type': () => 'domain\n',
  '/sys/fs/cgroup/cpu.max': ({ facts }) =>
    `${facts.cpuQuota ? facts.cpuLimitCores * 100_000 : 'max'} 100000\n`,
  '/sys/fs/cgroup/cpu.weight': () => '100\n',
  '/sys/fs/cgroup/cpu.stat': cpuStatText,
  '/sys/fs/cgroup/cpu.pressure': (moment) => pressureText(moment, 'cpu'),
  '/sys/fs/cgroup/cpuset.cpus.effective': ({ facts }) => `0-${facts.hostCores - 1}\n`,
  '/sys/fs/cgroup/memory.max': ({ facts }) => `${facts.memoryLimitBytes}\n`,
  '/sys/fs/cgroup/memory.high': () => 'max\n',
  '/sys/fs/cgroup/memory.low': () => '0\n',
  '/sys/fs/cgroup/memory.swap.max': () => '0\n',
  '/sys/fs/cgroup/memory.swap.current': () => '0\n',
  '/sys/fs/cgroup/memory.current': (moment) => {
    const { workingSetBytes, cacheBytes } = containerMemory(moment);
    return `${workingSetBytes + cacheBytes}\n`;
  },
  '/sys/fs/cgroup/memory.peak': ({ facts }) => `${facts.memoryLimitBytes}\n`,
  '/sys/fs/cgroup/memory.stat': memoryStatText,
  '/sys/fs/cgroup/memory.events': ({ work }) =>
    `low 0\nhigh 0\nmax ${work.oomKills * 412}\noom ${work.oomKills}\noom_kill ${work.oomKills}\noom_group_kill 0\n`,
  '/sys/fs/cgroup/memory.pressure': (moment) => pressureText(moment, 'memory'),
  '/sys/fs/cgroup/io.stat': ({ totals }) =>
    `259:4 rbytes=${Math.floor(totals.readBytes)} wbytes=${Math.floor(totals.writtenBytes)} rios=${Math.floor(totals.readBytes / 131_072)} wios=${Math.floor(totals.writtenBytes / 262_144)} dbytes=0 dios=0\n`,
  '/sys/fs/cgroup/io.pressure': (moment) => pressureText(moment, 'io'),
  '/sys/fs/cgroup/pids.current': (moment) => `${processCount(moment) * 6}\n`,
  '/sys/fs/cgroup/pids.max': () => 'max\n',
};

function cpuStatText({ totals }: MachineMoment): string {
  const usage = Math.floor(totals.cpuSeconds * 1e6);
  return `usage_usec ${usage}\nuser_usec ${Math.floor(usage * 0.87)}\nsystem_usec ${usage - Math.floor(usage * 0.87)}\nnr_periods ${Math.floor(totals.periods)}\nnr_throttled ${Math.floor(totals.throttledPeriods)}\nthrottled_usec ${Math.floor(totals.throttledSeconds * 1e6)}\nnr_bursts 0\nburst_usec 0\n`;
}

/** The working set is what is in use without the file cache that can be dropped at once. */
function memoryStatText(moment: MachineMoment): string {
  const { workingSetBytes, cacheBytes } = containerMemory(moment);
  const activeFile = Math.floor(workingSetBytes * 0.04);
  const anonymous = workingSetBytes - activeFile;
  const rows: readonly (readonly [string, number])[] = [
    ['anon', anonymous],
    ['file', cacheBytes + activeFile],
    ['kernel', 61_440_000],
    ['kernel_stack', 9_830_400],
    ['pagetables', 20_480_000],
    ['shmem', 1_300_000],
    ['file_mapped', Math.floor(activeFile / 2)],
    ['file_dirty', Math.floor(moment.work.writtenBytesPerSecond * 0.3)],
    ['inactive_anon', anonymous],
    ['active_anon', 12_288],
    ['inactive_file', cacheBytes],
    ['active_file', activeFile],
    ['unevictable', 0],
    ['slab_reclaimable', 30_000_000],
    ['slab_unreclaimable', 14_000_000],
    ['pgfault', Math.floor(moment.totals.cpuSeconds * 800)],
    ['pgmajfault', Math.floor(moment.totals.cpuSeconds)],
  ];
  return `${rows.map(([name, value]) => `${name} ${value}`).join('\n')}\n`;
}
