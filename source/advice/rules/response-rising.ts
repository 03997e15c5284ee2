/** The application's answer takes longer and longer, beyond what chance explains. */
import type { AdviceRule } from '../rule.ts';
import { trendOf } from '../trend.ts';
import { medianOf, windowOf } from '../window.ts';

const minutes = 30;
const rarelyByChance = 0.01;
/** A rise that nobody would feel is none. */
const leastRisePercent = 25;
const leastRiseMs = 10;

export const responseRising: AdviceRule = {
  id: 'response-rising',
  direction: 'up',
  title: 'response time rising',
  judge(subject) {
    const window = windowOf(subject, {
      minutes,
      of: 'response times of the application',
      figure: ({ responseMs }) => responseMs,
    });
    if (!window.ok) return window.verdict;
    const values = window.figures.map(({ value }) => value);
    const third = Math.ceil(values.length / 3);
    const before = medianOf(values.slice(0, third));
    const after = medianOf(values.slice(-third));
    const { perMinute, pValue } = trendOf(window.figures);
    const isFelt = after - before >= leastRiseMs && after >= before * (1 + leastRisePercent / 100);
    if (perMinute <= 0 || pValue >= rarelyByChance || !isFelt)
      return { kind: 'quiet', reason: `response time ${milliseconds(after)}, no rise beyond chance` };
    return {
      kind: 'advised',
      saw: `median response ${milliseconds(before)}, then ${milliseconds(after)}: ${perMinute.toFixed(1)} ms more each minute (p=${pValue < 0.001 ? '<0.001' : pValue.toFixed(3)})`,
      forMinutes: values.length,
      change:
        'Diagnose the pod first (pod-engine diagnose): a leak or a full disk grows with any size. Where the load grew, give it more CPU or a second pod.',
      savedPerHourDollars: null,
    };
  },
};

function milliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}
