/** Memory over 80 % of the limit for most of a quarter of an hour: the next rise ends a process. */
import type { AdviceRule } from '../rule.ts';
import { meanOf, mostOf, windowOf } from '../window.ts';

const highPercent = 80;
const minutes = 15;

export const memoryHigh: AdviceRule = {
  id: 'memory-high',
  direction: 'up',
  title: 'memory over 80 %',
  judge(subject) {
    const window = windowOf(subject, {
      minutes,
      of: 'memory figures',
      figure: ({ memoryPercent }) => memoryPercent,
    });
    if (!window.ok) return window.verdict;
    const { figures } = window;
    const high = mostOf(figures, (value) => value > highPercent);
    const mean = Math.round(meanOf(figures));
    if (!high.isMost) return { kind: 'quiet', reason: `memory ${mean} % of the limit on average` };
    const { memoryGigabytes } = subject.pod;
    const wanted = memoryGigabytes === null ? null : Math.ceil((memoryGigabytes * mean) / 60);
    return {
      kind: 'advised',
      saw: `working set ${mean} % of the limit on average, over ${highPercent} % in ${high.minutes} of ${figures.length} minutes`,
      forMinutes: high.minutes,
      change:
        wanted === null
          ? 'A pod with a third more memory would bring it to about 60 %; at 100 % the kernel ends a process.'
          : `A pod with ${wanted} GB instead of ${memoryGigabytes} GB would bring it to about 60 %; at 100 % the kernel ends a process.`,
      savedPerHourDollars: null,
    };
  },
};
