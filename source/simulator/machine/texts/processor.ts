/** What the kernel prints of CPUs: /proc/stat, loadavg, uptime, cpuinfo, version (proc(5)). Host figures, as in any container. */
import { wander } from '../../chance.ts';
import type { MachineFacts } from '../facts.ts';
import type { MachineMoment } from '../machine.ts';

/** USER_HZ: the unit of times in /proc. */
export const ticksPerSecond = 100;

export function statText(moment: MachineMoment): string {
  const { facts, totals } = moment;
  const busyTicks = (totals.cpuSeconds + totals.neighbourCpuSeconds) * ticksPerSecond;
  const waitTicks = totals.ioStalledSeconds * ticksPerSecond;
  const allTicks = hostUptimeSeconds(moment) * facts.hostCores * ticksPerSecond;
  const idleTicks = allTicks - busyTicks - waitTicks;
  const lines = [`cpu  ${cpuTimes(busyTicks, idleTicks, waitTicks)}`];
  const { hostCores } = facts;
  const each = cpuTimes(busyTicks / hostCores, idleTicks / hostCores, waitTicks / hostCores);
  for (let core = 0; core < hostCores; core++) lines.push(`cpu${core} ${each}`);
  const switches = Math.floor(busyTicks * 43);
  lines.push(`intr ${Math.floor(busyTicks * 21)} 0 9 0 0 0 0 0 0 0`);
  lines.push(`ctxt ${switches}`);
  lines.push(`btime ${Math.floor(moment.wallMs / 1000 - hostUptimeSeconds(moment))}`);
  lines.push(`processes ${41_277 + Math.floor(moment.seconds / 3)}`);
  lines.push(`procs_running ${1 + Math.round(busyCores(moment))}`);
  lines.push(`procs_blocked ${moment.work.writtenBytesPerSecond > 1e9 ? 3 : 0}`);
  lines.push(`softirq ${Math.floor(busyTicks * 13)} 0 0 0 0 0 0 0 0 0 0`);
  return `${lines.join('\n')}\n`;
}

/** user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice. */
function cpuTimes(busyTicks: number, idleTicks: number, waitTicks: number): string {
  const user = Math.floor(busyTicks * 0.86);
  const system = Math.floor(busyTicks * 0.13);
  const softirq = Math.floor(busyTicks * 0.01);
  return `${user} 0 ${system} ${Math.floor(idleTicks)} ${Math.floor(waitTicks)} 0 ${softirq} 0 0 0`;
}

export function loadText(moment: MachineMoment): string {
  const { seed } = moment.facts.plan;
  const cores = busyCores(moment);
  const swing = (channel: number, periodSeconds: number) =>
    (cores * (0.92 + 0.2 * wander(seed, channel, { second: moment.second, periodSeconds }))).toFixed(2);
  return `${swing(301, 20)} ${swing(302, 120)} ${swing(303, 400)} ${1 + Math.round(cores)}/${1400 + moment.facts.hostCores * 9} ${5200 + moment.second}\n`;
}

export function uptimeText(moment: MachineMoment): string {
  const up = hostUptimeSeconds(moment);
  const idle = up * moment.facts.hostCores - moment.totals.cpuSeconds - moment.totals.neighbourCpuSeconds;
  return `${up.toFixed(2)} ${idle.toFixed(2)}\n`;
}

export function cpuinfoText(facts: MachineFacts): string {
  const vendor = facts.cpuModel.startsWith('AMD') ? 'AuthenticAMD' : 'GenuineIntel';
  const blocks = Array.from(
    { length: facts.hostCores },
    (_, core) =>
      `processor\t: ${core}\nvendor_id\t: ${vendor}\ncpu family\t: 25\nmodel\t\t: 17\nmodel name\t: ${facts.cpuModel}\nstepping\t: 1\ncpu MHz\t\t: 3249.998\ncache size\t: 1024 KB\nphysical id\t: ${core >= facts.hostCores / 2 ? 1 : 0}\nsiblings\t: ${facts.hostCores / 2}\ncore id\t\t: ${core % (facts.hostCores / 2)}\ncpu cores\t: ${facts.hostCores / 4}\nflags\t\t: fpu sse2 avx avx2 avx512f\n`,
  );
  return `${blocks.join('\n')}\n`;
}

function hostUptimeSeconds(moment: MachineMoment): number {
  return moment.facts.hostUptimeAtZeroSeconds + moment.seconds;
}

/** CPUs in use on the whole host. */
function busyCores(moment: MachineMoment): number {
  return moment.work.cpuShare * moment.facts.cpuLimitCores + 0.12 * moment.facts.hostCores;
}
