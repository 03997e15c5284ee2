/** What this process and its children cost, for the frames to say so. */
import { readFile } from 'node:fs/promises';
import type { AgentCost } from './protocol/health-report.ts';

export type SelfCost = {
  /** Over the last half minute, or since the start where that is shorter. */
  read(): AgentCost;
};

/** One second at 0.1 % is less than the clock that counts children ticks in; half a minute is not. */
const windowReadings = 30;
const childrenEveryMs = 10_000;
/** USER_HZ: the unit of CPU times in /proc, 100 a second on every Linux that Node runs on. */
const microsecondsPerTick = 10_000;

type Children = { readonly cpuMicroseconds: number; readonly residentBytes: number };

export function createSelfCost(monotonicMs: () => number): SelfCost {
  const readings: { readonly atMs: number; readonly cpuMicroseconds: number }[] = [];
  let children: Children = { cpuMicroseconds: 0, residentBytes: 0 };
  let childrenAskedMs = Number.NEGATIVE_INFINITY;

  return {
    read() {
      const nowMs = monotonicMs();
      if (nowMs - childrenAskedMs >= childrenEveryMs) {
        childrenAskedMs = nowMs;
        void readChildren().then((found) => {
          children = found;
        });
      }
      const { user, system } = process.cpuUsage();
      const now = { atMs: nowMs, cpuMicroseconds: user + system + children.cpuMicroseconds };
      const oldest = readings[0];
      readings.push(now);
      if (readings.length > windowReadings) readings.shift();
      return {
        cpuPercent: percentBetween(oldest, now),
        residentBytes: process.memoryUsage.rss() + children.residentBytes,
      };
    },
  };
}

function percentBetween(
  before: { readonly atMs: number; readonly cpuMicroseconds: number } | undefined,
  now: { readonly atMs: number; readonly cpuMicroseconds: number },
): number | null {
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
