/** The container's own files under cgroup v1 (Documentation/admin-guide/cgroup-v1), with the usual links between controllers. */
import type { MachineMoment } from '../machine.ts';
import type { FileTexts } from './file-texts.ts';
import { containerMemory } from './memory.ts';
import { processCount } from './processes.ts';

const processorFiles: FileTexts = {
  'cpu.cfs_quota_us': ({ facts }) => `${facts.cpuQuota ? facts.cpuLimitCores * 100_000 : -1}\n`,
  'cpu.cfs_period_us': () => '100000\n',
  'cpu.shares': () => '1024\n',
  'cpu.stat': ({ totals }) =>
    `nr_periods ${Math.floor(totals.periods)}\nnr_throttled ${Math.floor(totals.throttledPeriods)}\nthrottled_time ${Math.floor(totals.throttledSeconds * 1e6) * 1000}\nnr_bursts 0\nburst_time 0\n`,
  'cpuacct.usage': ({ totals }) => `${Math.floor(totals.cpuSeconds * 1e6) * 1000}\n`,
  'cpuacct.stat': ({ totals }) =>
    `user ${Math.floor(totals.cpuSeconds * 87)}\nsystem ${Math.floor(totals.cpuSeconds * 13)}\n`,
};

const memoryFiles: FileTexts = {
  'memory.limit_in_bytes': ({ facts }) => `${facts.memoryLimitBytes}\n`,
  'memory.usage_in_bytes': (moment) => {
    const { workingSetBytes, cacheBytes } = containerMemory(moment);
    return `${workingSetBytes + cacheBytes}\n`;
  },
  'memory.max_usage_in_bytes': ({ facts }) => `${facts.memoryLimitBytes}\n`,
  'memory.failcnt': ({ work }) => `${work.oomKills * 412}\n`,
  'memory.oom_control': ({ work }) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${work.oomKills}\n`,
  'memory.stat': memoryStatText,
};

/** Each controller is mounted under its joint name, with links under the single ones. */
export const cgroupOneTexts: FileTexts = {
  ...placed('/sys/fs/cgroup/cpu,cpuacct', processorFiles),
  ...placed('/sys/fs/cgroup/cpu', processorFiles),
  ...placed('/sys/fs/cgroup/cpuacct', processorFiles),
  ...placed('/sys/fs/cgroup/memory', memoryFiles),
  '/sys/fs/cgroup/cpuset/cpuset.cpus': ({ facts }) => `0-${facts.hostCores - 1}\n`,
  '/sys/fs/cgroup/cpuset/cpuset.effective_cpus': ({ facts }) => `0-${facts.hostCores - 1}\n`,
  '/sys/fs/cgroup/pids/pids.current': (moment) => `${processCount(moment) * 6}\n`,
  '/sys/fs/cgroup/pids/pids.max': () => 'max\n',
  '/sys/fs/cgroup/blkio/blkio.throttle.io_service_bytes': ({ totals }) => {
    const read = Math.floor(totals.readBytes);
    const written = Math.floor(totals.writtenBytes);
    return `259:4 Read ${read}\n259:4 Write ${written}\n259:4 Sync ${read}\n259:4 Async ${written}\n259:4 Total ${read + written}\nTotal ${read + written}\n`;
  },
};

function placed(folder: string, files: FileTexts): FileTexts {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

function memoryStatText(moment: MachineMoment): string {
  const { workingSetBytes, cacheBytes } = containerMemory(moment);
  const activeFile = Math.floor(workingSetBytes * 0.04);
  const anonymous = workingSetBytes - activeFile;
  const rows: readonly (readonly [string, number])[] = [
    ['cache', cacheBytes + activeFile],
    ['rss', anonymous],
    ['mapped_file', Math.floor(activeFile / 2)],
    ['inactive_anon', 0],
    ['active_anon', anonymous],
    ['inactive_file', cacheBytes],
    ['active_file', activeFile],
  ];
  const own = rows.map(([name, value]) => `${name} ${value}`);
  const whole = rows.map(([name, value]) => `total_${name} ${value}`);
  return `${[...own, `hierarchical_memory_limit ${moment.facts.memoryLimitBytes}`, ...whole].join('\n')}\n`;
}
