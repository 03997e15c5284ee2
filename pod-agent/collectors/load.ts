/** Load averages and uptime. Both are the host's, even when read in a container. */
import type { LoadReading } from '../protocol/readings.ts';
import type { Collector } from './collector.ts';
import { figure, file, textOf } from './proc-text.ts';

const averages = file('/proc/loadavg', 'hot');
const uptime = file('/proc/uptime', 'hot');

export const load: Collector<LoadReading, LoadReading> = {
  id: 'load',
  sources: [averages, uptime],

  parse(answers) {
    const [load1, load5, load15] = textOf(answers, averages)?.split(' ').map(figure) ?? [];
    const uptimeSeconds = figure(textOf(answers, uptime)?.split(' ')[0]);
    if (load1 === undefined && uptimeSeconds === null) {
      throw new Error('Neither /proc/loadavg nor /proc/uptime can be read.');
    }
    return {
      scope: 'host',
      load1: load1 ?? null,
      load5: load5 ?? null,
      load15: load15 ?? null,
      uptimeSeconds,
    };
  },

  read: ({ now }) => now,
};
