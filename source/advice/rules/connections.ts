/** More connections than one pod should hold. */
import type { AdviceRule } from '../rule.ts';
import { meanOf, mostOf, windowOf } from '../window.ts';

const minutes = 15;
/** Half of what an nginx worker of ours takes by default; beyond it a burst is refused. */
const manySockets = 500;

export const connections: AdviceRule = {
  id: 'connections',
  direction: 'out',
  title: 'many connections',
  judge(subject) {
    const window = windowOf(subject, {
      minutes,
      of: 'counts of TCP sockets',
      figure: ({ socketCount }) => socketCount,
    });
    if (!window.ok) return window.verdict;
    const { figures } = window;
    const many = mostOf(figures, (value) => value > manySockets);
    const mean = Math.round(meanOf(figures));
    if (!many.isMost) return { kind: 'quiet', reason: `${mean} TCP sockets on average` };
    return {
      kind: 'advised',
      saw: `${mean} TCP sockets on average, over ${manySockets} in ${many.minutes} of ${figures.length} minutes`,
      forMinutes: many.minutes,
      change: `A second pod behind the same name would bring it to about ${Math.round(mean / 2)}. pod-engine benchmark shows at how many connections this one stops getting faster.`,
      savedPerHourDollars: null,
    };
  },
};
