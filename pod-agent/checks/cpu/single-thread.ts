/** One thread that keeps one core busy while the others idle: more cores would change nothing. */
import { usageFile } from '../../collectors/cpu.ts';
import { textOf } from '../../collectors/proc-text.ts';
import { processTable } from '../../collectors/process-table.ts';
import type { FilesSource } from '../../host/host.ts';
import type { CpuReading } from '../../protocol/readings.ts';
import type { Draft, Seen } from '../check.ts';
import { gpuReading } from '../gpu/look.ts';
import { draft } from '../machine/draft.ts';

export const threadSource: FilesSource = {
  kind: 'files',
  id: 'thread stats',
  cadence: 'hot',
  glob: '/proc/[0-9]*/task/[0-9]*/stat',
};

const ticksPerSecond = 100;
const busyPercent = 90;
/** Of what may be used; with more in use it is no single thread that holds things up. */
const mostlyIdlePercent = 75;
/** A thread that waits for a busy GPU spins: its CPU is not what is short. */
const busyGpuPercent = 60;

type Thread = { readonly id: number; readonly name: string; readonly percent: number };

export function singleThreadDrafts(seen: Seen, reading: CpuReading): readonly Draft[] {
  const { limitCores, usedPercent, usedCores, scope } = reading;
  if (limitCores === null || limitCores < 2 || usedPercent === null || usedPercent > mostlyIdlePercent)
    return [];
  const busy = threadsOf(seen).filter(({ percent }) => percent >= busyPercent);
  const [thread] = busy;
  if (thread === undefined || busy.length > 1 || isGpuBusy(seen)) return [];
  return [
    draft({
      id: 'cpu-single-thread',
      title: `One thread of ${thread.name} keeps one core busy (${thread.percent.toFixed(0)} %) while the others idle`,
      status: 'warn',
      scope,
      evidence: [
        {
          what: `CPU of thread ${thread.id} (${thread.name})`,
          value: `${thread.percent.toFixed(0)} % of a core`,
          expected: `less than ${busyPercent} %`,
          source: `/proc/*/task/${thread.id}/stat`,
        },
        {
          what: 'CPU in use',
          value: `${usedCores?.toFixed(1) ?? 'unknown'} of ${limitCores} cores`,
          expected: null,
          source: scope === 'host' ? '/proc/stat' : usageFile(seen.answers),
        },
      ],
      causes: [
        'The program computes in a single thread, as Python does without further processes.',
        'Data for the GPU is prepared by the main process (num_workers=0).',
      ],
      impact: 'It cannot go faster on this pod, however many cores are added; requests to it wait in a row.',
      fix: {
        text: 'Run more worker processes (of the server, or of the data loader), or take a pod with faster cores rather than more of them.',
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'A single thread',
    }),
  ];
}

/** The busiest first. */
function threadsOf({ answers, before, elapsedMs }: Seen): readonly Thread[] {
  if (before === null || elapsedMs === null || elapsedMs <= 0) return [];
  const earlier = new Map(
    processTable(textOf(before, threadSource) ?? '').map((entry) => [
      `${entry.pid} ${entry.startTicks}`,
      entry.cpuTicks,
    ]),
  );
  return processTable(textOf(answers, threadSource) ?? '')
    .flatMap(({ pid, startTicks, name, cpuTicks }): Thread[] => {
      const ticks = earlier.get(`${pid} ${startTicks}`);
      if (ticks === undefined) return [];
      return [{ id: pid, name, percent: ((cpuTicks - ticks) / ticksPerSecond / elapsedMs) * 1000 * 100 }];
    })
    .sort((left, right) => right.percent - left.percent);
}

function isGpuBusy(seen: Seen): boolean {
  try {
    return gpuReading(seen).cards.some((card) => (card.utilizationPercent ?? 0) >= busyGpuPercent);
  } catch {
    return false;
  }
}
