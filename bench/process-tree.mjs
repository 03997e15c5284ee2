/** What a process and all its descendants have cost so far, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const clockTicksPerSecond = 100;
const pageBytes = 4096;

/**
 * @param {number} rootPid
 * @returns {{cpuSeconds: number, residentBytes: number, processCount: number}} Children that have ended count with the
 * process that waited for them.
 */
export function costOfTree(rootPid) {
  const stats = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(Number(name));
    if (stat !== null) stats.set(Number(name), stat);
  }
  const cost = { cpuSeconds: 0, residentBytes: 0, processCount: 0 };
  for (const [pid, stat] of stats) {
    if (!descends(pid, rootPid, stats)) continue;
    cost.cpuSeconds += stat.cpuTicks / clockTicksPerSecond;
    cost.residentBytes += stat.residentPages * pageBytes;
    cost.processCount++;
  }
  return cost;
}

/** Memory that only this process holds: what ending it would give back. */
export function privateBytes(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kibibytes = [...text.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].map(([, value]) => Number(value));
  return kibibytes.reduce((total, value) => total + value, 0) * 1024;
}

function descends(pid, rootPid, stats) {
  let at = pid;
  while (at !== undefined && at > 1) {
    if (at === rootPid) return true;
    at = stats.get(at)?.parentPid;
  }
  return false;
}

/** The process may be gone between the list and the reading. */
function readStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const cpuTicks = fields.slice(11, 15).reduce((total, ticks) => total + ticks, 0);
    return { parentPid: fields[1], cpuTicks, residentPages: fields[21] };
  } catch {
    return null;
  }
}
