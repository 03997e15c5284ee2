/** Training that goes well until a card falls off the bus: then collectives wait for it, and time out. */
import { clockText, type LogScript } from '../script.ts';
import { training } from './training.ts';

export const gpuLost: LogScript = {
  boot: training.boot,
  lines(moment) {
    const { lostCard } = moment.work().gpu;
    if (lostCard === null) return training.lines(moment);
    if (moment.second % 30 !== 0) return [];
    const at = clockText(moment.atMs);
    return [
      `${at} WARNING rank ${lostCard}: no heartbeat for 30 s`,
      `${at} ERROR watchdog: collective ALLREDUCE on rank ${lostCard} ran for more than 600000 ms`,
      `RuntimeError: CUDA error: unspecified launch failure on device ${lostCard}`,
    ];
  },
};
