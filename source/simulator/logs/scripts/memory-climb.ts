/** A data job that leaks: batches as JSON lines, more and more memory, and then the kernel's word. */
import { placeInCycle } from '../../machine/workload.ts';
import type { LogScript } from '../script.ts';
import { baseImageBoot } from './base-image.ts';

const cycleSeconds = 180;

export const memoryClimb: LogScript = {
  boot: (plan) => [
    ...baseImageBoot(plan),
    '{"level":"info","msg":"etl started","input":"/workspace/raw","workers":8}',
  ],
  lines({ second, atMs, work }) {
    const place = placeInCycle(second + cycleSeconds / 2, cycleSeconds);
    const time = new Date(atMs).toISOString();
    if (place === 0)
      return [
        'Killed',
        JSON.stringify({ level: 'info', time, msg: 'etl started', input: '/workspace/raw', workers: 8 }),
      ];
    if (place % 4 !== 0) return [];
    const rss = Number((work().memoryShare * 50).toFixed(1));
    const line = {
      level: rss > 44 ? 'warn' : 'info',
      time,
      msg: 'batch done',
      batch: Math.floor(place / 4),
      rows: 8192,
      rssGigabytes: rss,
    };
    return [JSON.stringify(line)];
  },
};
