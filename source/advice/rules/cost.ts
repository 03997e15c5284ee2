/** The pod is busy, and the same card is paid less for elsewhere in the fleet: grow there. */
import type { Pod } from '../../fleet/pod.ts';
import type { AdviceRule } from '../rule.ts';
import { meanOf, mostOf, windowOf } from '../window.ts';

const minutes = 15;
const busyPercent = 80;
/** A smaller difference is not worth a move. */
const leastSavedShare = 0.1;

export const cost: AdviceRule = {
  id: 'cost',
  direction: 'out',
  title: 'cheaper growth',
  judge(subject) {
    const window = windowOf(subject, {
      minutes,
      of: 'GPU figures',
      figure: ({ gpuPercent }) => gpuPercent,
    });
    if (!window.ok) return window.verdict;
    const busy = mostOf(window.figures, (value) => value > busyPercent);
    const mean = Math.round(meanOf(window.figures));
    if (!busy.isMost) return { kind: 'quiet', reason: `GPU ${mean} % on average, so there is room` };
    const own = pricePerCard(subject.pod);
    const cheaper = cheapestTwin(subject.pod, subject.others);
    if (own === null || cheaper === null || cheaper.price > own * (1 - leastSavedShare))
      return { kind: 'quiet', reason: 'no pod of the fleet pays less for the same card' };
    return {
      kind: 'advised',
      saw: `GPU ${mean} % on average in ${window.figures.length} minutes; $${own.toFixed(2)} a card and hour, where ${cheaper.pod.name} (${cheaper.pod.region ?? 'region unknown'}, ${cheaper.pod.rental}) pays $${cheaper.price.toFixed(2)} for the same card`,
      forMinutes: busy.minutes,
      change: `Grow with pods like ${cheaper.pod.name}: each card costs $${(own - cheaper.price).toFixed(2)} an hour less${cheaper.pod.rental === 'spot' ? ', but may be taken away' : ''}.`,
      savedPerHourDollars: (own - cheaper.price) * (subject.pod.gpuCount ?? 1),
    };
  },
};

function cheapestTwin(
  pod: Pod,
  others: readonly Pod[],
): { readonly pod: Pod; readonly price: number } | null {
  const twins = others.flatMap((other) => {
    const price = pricePerCard(other);
    const isSame = other.gpuName !== null && other.gpuName === pod.gpuName && other.state.kind === 'running';
    return isSame && price !== null ? [{ pod: other, price }] : [];
  });
  return twins.sort((one, other) => one.price - other.price)[0] ?? null;
}

function pricePerCard({ costPerHourDollars, gpuCount }: Pod): number | null {
  return costPerHourDollars === null || gpuCount === null || gpuCount === 0
    ? null
    : costPerHourDollars / gpuCount;
}
