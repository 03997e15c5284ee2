/** The host's CPU time by CPU and mode, as node_exporter has it. */
import { file, textOf } from '../collectors/proc-text.ts';
import type { Answers } from '../host/host.ts';
import { counter, type Family } from './family.ts';

const stat = file('/proc/stat', 'hot');
/** In the order of proc(5). Time of guests is within `user` and `nice`. */
const modes = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;
/** A host has more only where nobody would rent it as a pod; eight series each are many already. */
const maxCpus = 256;
const ticksPerSecond = 100;

export function nodeCpuFamily(answers: Answers): Family {
  const rows = [...(textOf(answers, stat) ?? '').matchAll(/^cpu(\d+) ([\d ]+)$/gm)].slice(0, maxCpus);
  const samples = rows.flatMap(([, cpu = '', figures = '']) => {
    const ticks = figures.trim().split(/ +/);
    return modes.map((mode, position) => ({ labels: { cpu, mode }, value: secondsOf(ticks[position]) }));
  });
  return counter('node_cpu_seconds', 'Seconds that the CPUs of the host spent in each mode.', samples);
}

function secondsOf(ticks: string | undefined): number | null {
  return ticks === undefined ? null : Number(ticks) / ticksPerSecond;
}
