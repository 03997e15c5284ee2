/** The container's processes: /proc/[pid]/stat, comm, statm and status (proc_pid_stat(5)). */
import type { MachineFacts } from '../facts.ts';
import type { MachineMoment } from '../machine.ts';
import { containerMemory } from './memory.ts';
import { ticksPerSecond } from './processor.ts';

type Process = {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly state: 'R' | 'S' | 'D' | 'Z';
  /** Shares of the container's CPU time and of its memory. */
  readonly cpuWeight: number;
  readonly memoryWeight: number;
  readonly threads: number;
  /** Killed and begun anew with each out-of-memory kill. */
  readonly restarts: boolean;
};

/** What one /proc/[pid] folder holds. */
export const processFileNames = ['stat', 'comm', 'statm', 'status', 'cmdline'] as const;
export type ProcessFileName = (typeof processFileNames)[number];

const standing: readonly Process[] = [
  {
    pid: 1,
    parent: 0,
    name: 'start.sh',
    state: 'S',
    cpuWeight: 0.0005,
    memoryWeight: 0.0002,
    threads: 1,
    restarts: false,
  },
  {
    pid: 28,
    parent: 1,
    name: 'nginx',
    state: 'S',
    cpuWeight: 0.001,
    memoryWeight: 0.0003,
    threads: 1,
    restarts: false,
  },
  {
    pid: 47,
    parent: 1,
    name: 'sshd',
    state: 'S',
    cpuWeight: 0.0005,
    memoryWeight: 0.0002,
    threads: 1,
    restarts: false,
  },
  {
    pid: 63,
    parent: 1,
    name: 'pod-agent',
    state: 'S',
    cpuWeight: 0.002,
    memoryWeight: 0.0006,
    threads: 11,
    restarts: false,
  },
];

/** Of those that run now. */
function processesAt(moment: MachineMoment): Process[] {
  const { facts, work } = moment;
  const { role, light, hardware } = facts.plan;
  const workers = Math.max(1, hardware.gpuCount);
  const helpers = light ? 2 : Math.min(24, workers * 3);
  const shiftedPid = work.oomKills * 190;
  const busy = work.cpuShare > 0.1;
  const programs = Array.from({ length: workers }, (_, at): Process => {
    const share = { cpuWeight: 0.62 / workers, memoryWeight: 0.8 / workers };
    return {
      pid: 211 + at + shiftedPid,
      parent: 1,
      name: role.program,
      state: busy ? 'R' : 'S',
      ...share,
      threads: 84,
      restarts: true,
    };
  });
  const loaders = Array.from({ length: helpers }, (_, at): Process => {
    const share = { cpuWeight: 0.36 / helpers, memoryWeight: 0.18 / helpers };
    const state = work.writtenBytesPerSecond > 1e9 && at % 3 === 0 ? 'D' : 'S';
    return {
      pid: 300 + at + shiftedPid,
      parent: 211 + shiftedPid,
      name: 'pt_data_worker',
      state,
      ...share,
      threads: 2,
      restarts: true,
    };
  });
  return [...standing, ...programs, ...loaders];
}

export function processCount(moment: MachineMoment): number {
  return processesAt(moment).length;
}

/** Text of one file of one process; null where there is no such process. */
export function processText(moment: MachineMoment, pid: number, file: ProcessFileName): string | null {
  const process = processesAt(moment).find((candidate) => candidate.pid === pid);
  return process === undefined ? null : textOf(moment, process, file);
}

/** That file of every process, one after the other. */
export function allProcessTexts(moment: MachineMoment, file: ProcessFileName): string {
  return processesAt(moment)
    .map((process) => textOf(moment, process, file))
    .join('');
}

function textOf(moment: MachineMoment, process: Process, file: ProcessFileName): string {
  if (file === 'stat') return statLine(moment, process);
  if (file === 'comm') return `${process.name}\n`;
  if (file === 'cmdline') return `${process.name}\0`;
  const pages = residentPages(moment, process);
  if (file === 'statm') return `${pages * 3} ${pages} ${Math.floor(pages / 5)} 900 0 ${pages * 2} 0\n`;
  return `Name:\t${process.name}\nState:\t${process.state}\nPid:\t${process.pid}\nPPid:\t${process.parent}\nVmRSS:\t${pages * 4} kB\nThreads:\t${process.threads}\n`;
}

function statLine(moment: MachineMoment, process: Process): string {
  const ticks = Math.floor(cpuSecondsOf(moment, process) * ticksPerSecond);
  const user = Math.floor(ticks * 0.88);
  const pages = residentPages(moment, process);
  const started = Math.floor(startTicks(moment, process));
  return `${process.pid} (${process.name}) ${process.state} ${process.parent} ${process.pid} ${process.pid} 0 -1 4194560 ${pages} 0 12 0 ${user} ${ticks - user} 0 0 20 0 ${process.threads} 0 ${started} ${pages * 12_288} ${pages} 18446744073709551615 1 1 0 0 0 0 0 4096 16384 0 0 0 17 ${process.pid % moment.facts.hostCores} 0 0 0 0 0 0 0 0 0 0 0 0 0\n`;
}

/** Counted from the process's own start, so that its use follows the container's second by second. */
function cpuSecondsOf(moment: MachineMoment, process: Process): number {
  const sinceCpuSeconds = process.restarts ? moment.restart.cpuSeconds : 0;
  return (moment.totals.cpuSeconds - sinceCpuSeconds) * process.cpuWeight;
}

function residentPages(moment: MachineMoment, process: Process): number {
  return Math.floor((containerMemory(moment).workingSetBytes * process.memoryWeight) / 4096);
}

/** Ticks after the host's boot. */
function startTicks(moment: MachineMoment, process: Process): number {
  const second = process.restarts ? moment.restart.second : -moment.facts.uptimeAtZeroSeconds;
  return (moment.facts.hostUptimeAtZeroSeconds + second) * ticksPerSecond;
}

/** The main program's pid on card `index`, as the driver sees it. */
export function programPid(moment: MachineMoment, index: number): number {
  return 211 + index + moment.work.oomKills * 190;
}

export function programPath(facts: MachineFacts): string {
  return facts.plan.role.program.startsWith('VLLM')
    ? facts.plan.role.program
    : `/usr/bin/${facts.plan.role.program}`;
}
