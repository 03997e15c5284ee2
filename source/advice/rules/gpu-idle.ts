/** Cards that are paid for and do nothing: all of them, or some all of the time. */
import { busyCardPercent } from '../observation.ts';
import type { AdviceRule } from '../rule.ts';
import { windowOf } from '../window.ts';

const minutes = 15;
const hoursPerMonth = 730;

export const gpuIdle: AdviceRule = {
  id: 'gpu-idle',
  direction: 'down',
  title: 'GPU idle while paid for',
  judge(subject) {
    const { pod } = subject;
    if (pod.gpuCount === 0) return { kind: 'quiet', reason: 'it has no GPU' };
    const window = windowOf(subject, {
      minutes,
      of: 'GPU figures',
      figure: ({ busyCardCount }) => busyCardCount,
    });
    if (!window.ok) return window.verdict;
    // Not only the window: idleness is counted back as far as it was seen.
    const idle = idleSince(subject.observations);
    const mostBusy = Math.max(...window.figures.map(({ value }) => value));
    const cardCount = window.observations.at(-1)?.cardCount ?? pod.gpuCount ?? 0;
    const idleCards = cardCount - mostBusy;
    if (cardCount === 0 || idleCards <= 0)
      return { kind: 'quiet', reason: `${mostBusy} of ${cardCount} cards at work` };
    const price = pod.costPerHourDollars === null ? null : (pod.costPerHourDollars * idleCards) / cardCount;
    const forMinutes = mostBusy === 0 ? idle.minutes : window.figures.length;
    const wasted = price === null ? '' : `: $${((price * forMinutes) / 60).toFixed(2)} so far`;
    return {
      kind: 'advised',
      saw:
        mostBusy === 0
          ? `no card above ${busyCardPercent} % in ${forMinutes} minutes${wasted}`
          : `at most ${mostBusy} of ${cardCount} cards above ${busyCardPercent} % in ${forMinutes} minutes${wasted}`,
      forMinutes,
      change:
        mostBusy === 0
          ? `Stop it (pod-engine pods stop ${pod.name}); its volume goes on billing, the GPUs may be taken.${monthly(price)}`
          : `The same work fits ${mostBusy} ${mostBusy === 1 ? 'card' : 'cards'}.${monthly(price)}`,
      savedPerHourDollars: price,
    };
  },
};

/** Minutes, back from the newest, in which no card worked. Minutes that were not watched are not counted. */
function idleSince(observations: AdviceObservations): { readonly minutes: number } {
  let count = 0;
  for (const { busyCardCount } of [...observations].reverse()) {
    if (busyCardCount !== 0) break;
    count += 1;
  }
  return { minutes: count };
}

type AdviceObservations = readonly { readonly busyCardCount: number | null }[];

function monthly(pricePerHourDollars: number | null): string {
  if (pricePerHourDollars === null) return '';
  return ` That is $${pricePerHourDollars.toFixed(2)}/h, $${Math.round(pricePerHourDollars * hoursPerMonth)} a month.`;
}
