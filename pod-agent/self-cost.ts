/** What this process and its children cost, for the frames to say so. */
import { readFile } from 'node:fs/promises';
import type { AgentCost } from './protocol/health-report.ts';

export type SelfCost = {
  /** Over the last half minute, or since the start where that is shorter. */
  read(): AgentCost;
};

/** Asking the kernel costs a tenth of a sample, so that between two askings the last figures are given again. */
const askEveryMs = 5000;
/** Children are counted in ticks of 10 ms: a share of 0.1 % shows over half a minute, not over a second. */
const windowReadings = 7;
/** USER_HZ: the unit of CPU times in /proc, 100 a second on every Linux that Node runs on. */
const microsecondsPerTick = 10_000;

type CpuTime = { readonly atMs: number; readonly cpuMicroseconds: number };
type Children = { readonly cpuMicroseconds: number; readonly residentBytes: number };

export function createSelfCost(monotonicMs: () => number): SelfCost {
  const readings: CpuTime[] = [];
  let children: Children = { cpuMicroseconds: 0, residentBytes: 0 };
  let cost: AgentCost = { cpuPercent: null, residentBytes: null };

  function ask(nowMs: number): void {
    const { user, system } = process.cpuUsage();
    const now = { atMs: nowMs, cpuMicroseconds: user + system + children.cpuMicroseconds };
    const residentBytes = process.memoryUsage.rss() + children.residentBytes;
    cost = { cpuPercent: percentBetween(readings[0], now), residentBytes };
    readings.push(now);
    if (readings.length > windowReadings) readings.shift();
    // For the next asking: a sample does not wait for files.
    void readChildren().then((found) => {
      children = found;
    });
  }

  return {
    read() {
      const nowMs = monotonicMs();
      const newest = readings.at(-1);
      // The second one comes with the second sample, so that there is a share from then on.
      if (readings.length < 2 || newest === undefined || nowMs - newest.atMs >= askEveryMs) ask(nowMs);
      return cost;
    },
  };
}

function percentBetween(before: CpuTime | undefined, now: CpuTime): number | null {
  if (before === undefined || now.atMs <= before.atMs) return null;
  const percent = (now.cpuMicroseconds - before.cpuMicroseconds) / (now.atMs - before.atMs) / 10;
  return Math.max(0, Math.round(percent * 100) / 100);
}

/** Those that run and those that have ended. Nothing where the kernel does not list children. */
async function readChildren(): Promise<Children> {
  const own = statFields(await text('/proc/self/stat'));
  const listed = await text(`/proc/self/task/${process.pid}/children`);
  let ticks = sum(own, [15, 16]);
  let residentPages = 0;
  for (const pid of listed.split(' ').filter((word) => word.trim() !== '')) {
    const fields = statFields(await text(`/proc/${pid.trim()}/stat`));
    ticks += sum(fields, [13, 14, 15, 16]);
    residentPages += fields[23] ?? 0;
  }
  return { cpuMicroseconds: ticks * microsecondsPerTick, residentBytes: residentPages * 4096 };
}

async function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** Fields of /proc/PID/stat counted from 0 as proc(5) counts them from 1; the name, which may hold anything, is left out. */
function statFields(stat: string): readonly number[] {
  const afterName = stat.slice(stat.lastIndexOf(')') + 2);
  return [0, 0, ...afterName.split(' ').map(Number)];
}

function sum(fields: readonly number[], indexes: readonly number[]): number {
  return indexes.reduce((total, index) => total + (fields[index] ?? 0), 0);
}
