/** What stands where figures would: why there are none, and what can be done about it. */
import type { PodRow } from '../../../fleet/questions.ts';
import type { Span } from '../../draw/paint.ts';
import { keyOf } from '../../keys/bound.ts';
import type { KeyWishes } from '../../keys/rebind.ts';

/** null when there is a sample to show. */
export function noFigures(row: PodRow, keys: { readonly keyWishes: KeyWishes }): Span[][] | null {
  const retry = keyOf('pods.retry-link', keys);
  const { pod, sample, link, pending } = row.entry;
  const figures = row.told === null ? 'figures' : 'figures of its own';
  if (pod.state.kind === 'stopped' || pod.state.kind === 'terminated')
    return explained(
      `not running, so there are no figures${volumeCost(row)}`,
      pod.state.kind === 'stopped' && pending === null ? `${keyOf('pods.power', keys)} starts it` : '',
    );
  if (sample !== null) return null;
  if (pod.state.kind === 'initialising')
    return explained('no container yet: figures come once it runs and answers SSH', '');
  switch (link.kind) {
    case 'none':
      return explained(`no ${figures}: the pod cannot be reached by SSH`, link.reason);
    case 'refused':
      return explained(`no ${figures}: SSH was refused`, `${link.hint}; then ${retry} tries again`);
    case 'lost':
      return explained(`no ${figures} yet`, `${retry} tries to connect now`);
    default:
      return explained(
        `no ${figures} yet: connecting`,
        'the first sample comes a few seconds after SSH answers',
      );
  }
}

function volumeCost({ entry, costPerHourDollars }: PodRow): string {
  if (entry.pod.state.kind !== 'stopped' || costPerHourDollars === null || costPerHourDollars === 0)
    return '';
  return `; its volume bills $${costPerHourDollars.toFixed(3)}/h`;
}

function explained(what: string, next: string): Span[][] {
  return [[' ', [what, 'dim']], ...(next === '' ? [] : [[' ', [next, 'dim']] as Span[]])];
}
