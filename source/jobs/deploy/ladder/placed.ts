/** RunPod has found a machine and rented it. */
import type { Pod } from '../../../fleet/pod.ts';
import { answers } from './past.ts';
import { type Rung, reached, waiting } from './rung.ts';

export const placed: Rung = {
  id: 'placed',
  title: 'a machine is rented',
  judge({ seen }) {
    const { api } = seen;
    if (api.kind === 'pod') return reached(placeText(api.pod));
    const said = api.failure.message;
    if (answers(seen)) return reached(`The pod answers; RunPod's API does not: ${said}`, 'warn');
    if (api.failure.code === 'not-found')
      return waiting('RunPod does not list the pod yet', 'Look for the pod on RunPod’s page.');
    return waiting(`RunPod's API gives no answer: ${said}`, api.failure.hint);
  },
};

function placeText({ gpuCount, gpuName, region, costPerHourDollars }: Pod): string {
  const cards = gpuCount === null || gpuCount === 0 || gpuName === null ? null : `${gpuCount} × ${gpuName}`;
  const where = region === null ? null : `in ${region}`;
  const price = costPerHourDollars === null ? null : `for $${costPerHourDollars.toFixed(2)} an hour`;
  const parts = [cards, where, price].filter((part) => part !== null);
  return parts.length === 0 ? 'Rented; RunPod does not say where.' : `Rented: ${parts.join(' ')}.`;
}
