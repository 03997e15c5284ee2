/** Programs that wait for a CPU: the pressure figures, and the load average, which is the host's. */
import { load } from '../../collectors/load.ts';
import { pressure } from '../../collectors/pressure.ts';
import { textOf } from '../../collectors/proc-text.ts';
import { figure } from '../../health/wording.ts';
import type { Scope } from '../../protocol/readings.ts';
import type { Draft, Seen } from '../check.ts';
import { draft } from '../machine/draft.ts';
import { maybeReading } from '../machine/reading.ts';

const pressingPercent = 50;
const manyTimes = 2;

/** @param scope Whose CPU is judged: the host's pressure says nothing of a container's quota. */
export function pressureDrafts(seen: Seen, scope: Scope): readonly Draft[] {
  const found = maybeReading(pressure, seen);
  const percent = found?.cpuSomePercent ?? null;
  if (found === null || found.scope !== scope || percent === null || percent < pressingPercent) return [];
  return [
    draft({
      id: 'cpu-pressure',
      title: `Programs wait for a CPU ${figure(percent, 'percent')} of the time`,
      status: 'warn',
      scope,
      evidence: [
        {
          what: 'CPU pressure, some, of the last 10 s',
          value: figure(percent, 'percent'),
          expected: `less than ${pressingPercent} %`,
          source: scope === 'container' ? '/sys/fs/cgroup/cpu.pressure' : '/proc/pressure/cpu',
        },
      ],
      causes: ['More threads want to run than there are cores.'],
      impact: 'Requests and data wait in a queue for the CPU.',
      fix: {
        text: 'Let fewer workers and threads run at once, or take a pod with more vCPUs.',
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'CPU used up',
    }),
  ];
}

/** @param scope Of the machine: to a container the host's load is a remark, since most of it may be of others. */
export function loadDrafts(seen: Seen, scope: Scope): readonly Draft[] {
  const average = maybeReading(load, seen)?.load1 ?? null;
  const cores = textOf(seen.answers, { id: '/proc/stat' })?.match(/^cpu\d/gm)?.length ?? null;
  if (average === null || cores === null || average <= manyTimes * cores) return [];
  return [
    draft({
      id: 'cpu-host-load',
      title: `The host has ${figureOf(average)} programs ready to run for ${cores} ${cores === 1 ? 'core' : 'cores'}`,
      status: scope === 'container' ? 'info' : 'warn',
      scope: 'host',
      evidence: [
        {
          what: 'load average of the last minute',
          value: figureOf(average),
          expected: `at most ${manyTimes * cores}`,
          source: '/proc/loadavg',
        },
      ],
      causes: [
        'This pod starts more threads or processes than there are cores.',
        'Other containers of the same host are busy; they are not visible from here.',
        'Programs wait for a disk or a volume, which counts as load too.',
      ],
      impact: 'Everything takes a multiple of its time.',
      fix: {
        text: 'If the CPU figures of this pod are low, the load is of others: move the pod to another host. Else let fewer workers run.',
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'CPU used up',
    }),
  ];
}

function figureOf(value: number): string {
  return value.toFixed(1);
}
