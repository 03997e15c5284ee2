/** One process fills one CPU and no more while the rest of them idle: more CPUs would not help. */
import type { AdviceRule } from '../rule.ts';
import { meanOf, mostOf, windowOf } from '../window.ts';

const minutes = 15;
/** Of one CPU. A process of one thread cannot use more. */
const fullCores = { from: 0.9, to: 1.1 } as const;
const idleBelowPercent = 60;

export const singleThread: AdviceRule = {
  id: 'single-thread',
  direction: 'up',
  title: 'single-threaded bottleneck',
  judge(subject) {
    const window = windowOf(subject, {
      minutes,
      of: 'figures of processes',
      figure: ({ busiestProcessCores }) => busiestProcessCores,
    });
    if (!window.ok) return window.verdict;
    const { figures, observations } = window;
    const cores = observations.at(-1)?.limitCores ?? null;
    const full = mostOf(figures, (value) => value >= fullCores.from && value <= fullCores.to);
    const cpu = observations.flatMap(({ cpuPercent }) => cpuPercent ?? []);
    const cpuMean = cpu.reduce((total, value) => total + value, 0) / Math.max(1, cpu.length);
    const hasRoom = cores !== null && cores >= 2 && cpu.length > 0 && cpuMean < idleBelowPercent;
    if (!full.isMost || !hasRoom)
      return { kind: 'quiet', reason: `busiest process ${meanOf(figures).toFixed(1)} CPUs on average` };
    return {
      kind: 'advised',
      saw: `the busiest process uses ${meanOf(figures).toFixed(2)} CPUs in ${full.minutes} of ${figures.length} minutes, and the pod ${Math.round(cpuMean)} % of ${Math.round(cores)}`,
      forMinutes: full.minutes,
      change:
        'One thread is the limit: run more workers or a faster CPU. A pod with more CPUs would be paid for and not used.',
      savedPerHourDollars: null,
    };
  },
};
