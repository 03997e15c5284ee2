/** A pod made of files, for `--root`: its counters move with the time, and what ails it is changed by a test. */
import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnosis } from '../../../pod-agent/protocol/finding.ts';
import { type BuiltAgent, runAgent } from '../built-agent.ts';
import { statLine } from '../checks/machine-seen.ts';

const gibibyte = 1024 ** 3;
const tickMs = 20;

/** Each may depend on the milliseconds since the machine began, as a counter does. */
export type Files = Readonly<Record<string, string | ((elapsedMs: number) => string)>>;

const idle =
  'some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n';

/** Four cores of a larger host, half of 16 GiB in use, one idle server. */
const healthy: Files = {
  'proc/1/stat': statLine({ pid: 1, name: 'tini', parentPid: 0 }),
  'proc/20/stat': statLine({ pid: 20, name: 'python3', residentPages: 2_000_000 }),
  'proc/20/task/20/stat': statLine({ pid: 20, name: 'python3' }),
  'proc/1/environ': '',
  'proc/loadavg': '0.40 0.30 0.20 1/200 999\n',
  'proc/uptime': '9000.00 9000.00\n',
  'proc/meminfo': 'MemTotal: 67108864 kB\nMemAvailable: 50000000 kB\n',
  'proc/stat': `cpu  0 0 0 0 0 0 0 0 0 0\n${[0, 1, 2, 3, 4, 5, 6, 7].map((at) => `cpu${at} 0 0 0 0 0 0 0 0 0 0\n`).join('')}`,
  'proc/self/mountinfo': '1 0 0:50 / / rw,relatime - overlay overlay rw,lowerdir=/a\n',
  'proc/net/tcp': '  sl  local_address rem_address   st\n',
  'proc/net/route':
    'Iface\tDestination\tGateway\neth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n',
  'etc/resolv.conf': 'nameserver 10.0.0.1\n',
  'sys/fs/cgroup/cgroup.events': 'populated 1\n',
  'sys/fs/cgroup/cpu.max': '400000 100000\n',
  'sys/fs/cgroup/cpu.stat': cpuStat(0.1, 0),
  'sys/fs/cgroup/cpu.pressure': idle,
  'sys/fs/cgroup/memory.pressure': idle,
  'sys/fs/cgroup/io.pressure': idle,
  'sys/fs/cgroup/memory.max': `${16 * gibibyte}\n`,
  'sys/fs/cgroup/memory.current': `${8 * gibibyte}\n`,
  'sys/fs/cgroup/memory.stat': 'inactive_file 0\nfile 0\n',
  'sys/fs/cgroup/memory.events': 'oom 0\noom_kill 0\n',
};

/** So many cores used, and such a share of the periods held back. */
export function cpuStat(cores: number, throttledShare: number) {
  return (elapsedMs: number) => {
    const periods = Math.floor(elapsedMs / 100) + 1;
    const throttled = Math.floor(periods * throttledShare);
    return `usage_usec ${Math.round(elapsedMs * cores * 1000)}\nnr_periods ${periods}\nnr_throttled ${throttled}\n`;
  };
}

/** A thread or a process that takes such a share of a core. */
export function busy(pid: number, name: string, share: number) {
  return (elapsedMs: number) => statLine({ pid, name, ticks: Math.round((elapsedMs / 10) * share) });
}

/** What the built agent says of a pod that is healthy but for these files. */
export async function diagnoseMadeUp(
  agent: BuiltAgent,
  changes: Files,
  flags: readonly string[] = ['--json'],
): Promise<{ readonly output: string; readonly exitCode: number | null }> {
  const root = mkdtempSync(join(agent.folder, 'pod-'));
  const began = performance.now();
  const files = Object.entries({ ...healthy, ...changes });
  const write = () => {
    for (const [path, text] of files) writeAt(root, path, text, performance.now() - began);
  };
  write();
  const moving = files.filter(([, text]) => typeof text === 'function');
  const timer = setInterval(() => {
    for (const [path, text] of moving) writeAt(root, path, text, performance.now() - began);
  }, tickMs);
  try {
    const run = runAgent(agent, ['diagnose', '--root', root, ...flags]);
    const { code } = await run.ended;
    return { output: run.output(), exitCode: code };
  } finally {
    clearInterval(timer);
  }
}

export function diagnosisIn(output: string): Diagnosis {
  return JSON.parse(output);
}

function writeAt(
  root: string,
  path: string,
  text: string | ((elapsedMs: number) => string),
  elapsedMs: number,
): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  // Whole or not at all: the agent may read it in the same moment.
  writeFileSync(`${file}.new`, typeof text === 'string' ? text : text(elapsedMs));
  renameSync(`${file}.new`, file);
}
