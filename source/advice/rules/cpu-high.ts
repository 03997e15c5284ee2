/** CPU over 70 % of the limit for most of a quarter of an hour. */
import type { AdviceRule } from '../rule.ts';
import { meanOf, mostOf, windowOf } from '../window.ts';

const highPercent = 70;
const minutes = 15;

export const cpuHigh: AdviceRule = {
  id: 'cpu-high',
  direction: 'up',
  title: 'CPU over 70 %',
  judge(subject) {
    const window = windowOf(subject, { minutes, of: 'CPU figures', figure: ({ cpuPercent }) => cpuPercent });
    if (!window.ok) return window.verdict;
    const { figures, observations } = window;
    const high = mostOf(figures, (value) => value > highPercent);
    const mean = Math.round(meanOf(figures));
    if (!high.isMost) return { kind: 'quiet', reason: `CPU ${mean} % of the limit on average` };
    const cores = observations.at(-1)?.limitCores ?? null;
    const now = cores === null ? 'its CPUs' : `its ${Math.round(cores)} CPUs`;
    return {
      kind: 'advised',
      saw: `CPU ${mean} % of the limit on average, over ${highPercent} % in ${high.minutes} of ${figures.length} minutes`,
      forMinutes: high.minutes,
      change: `A pod with twice ${now} would run at about ${Math.round(mean / 2)} %: RunPod gives CPUs by the GPU, so choose a machine with more of them for each, or one more GPU.`,
      savedPerHourDollars: null,
    };
  },
};
