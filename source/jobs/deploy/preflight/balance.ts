/** Money for an hour at least, which RunPod wants before it rents a pod, and room below the account's spend limit. */
import type { Account } from '../../../fleet/account.ts';
import { exactDollars } from '../../../fleet/exact-dollars.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import { isAsked } from './asked-steps.ts';
import { bestWish } from './best-wish.ts';
import type { Ground } from './ground.ts';
import { hangsOn, type Look, notNeeded } from './look.ts';
import { needsNewPod } from './needs-new-pod.ts';
import { errorOf, warningOf } from './problems.ts';

export const balance: Look = {
  id: 'balance',
  title: 'Balance',
  async look(ground) {
    if (!isAsked(ground.context, 'pod')) return notNeeded('No pod is made.');
    const account = await ground.account();
    if (account === null || !account.ok) return hangsOn('It hangs on the API key.');
    const price = (await needsNewPod(ground)) ? await priceOf(ground) : 0;
    const { balanceDollars } = account.value;
    if (balanceDollars === null) {
      const unknown = warningOf(
        'RunPod does not tell the balance.',
        'Look at it on the web before you deploy.',
      );
      return { text: unknown.text, problems: [unknown] };
    }
    const text = `$${balanceDollars.toFixed(2)}${price === null ? ', and no price is known' : ''}.`;
    return { text, problems: problemsOf(account.value, balanceDollars, price ?? 0) };
  },
};

/** Dollars an hour for the pod that is asked for first; null: nobody said. */
async function priceOf({ wishes }: Ground): Promise<number | null> {
  const listed = await wishes();
  return listed === null || !listed.ok ? null : (bestWish(listed.value)?.dollarsPerHour ?? null);
}

function problemsOf(account: Account, balanceDollars: number, price: number): readonly DeployProblem[] {
  const spend = account.spendPerHourDollars ?? 0;
  const limit = account.spendLimitPerHourDollars;
  const found: DeployProblem[] = [];
  const needed = `$${exactDollars(price)}`;
  if (balanceDollars <= 0 || balanceDollars < price) {
    found.push(
      errorOf(
        `The balance of $${balanceDollars.toFixed(2)} does not cover the first hour, ${needed}.`,
        'Add funds at RunPod: it rents nothing without credit for an hour.',
      ),
    );
  } else if (balanceDollars < spend + price) {
    found.push(
      warningOf(
        `With this pod the balance of $${balanceDollars.toFixed(2)} lasts less than an hour: $${exactDollars(spend + price)} an hour in all.`,
        'Add funds, or stop other pods: at zero, pods are stopped or lost.',
      ),
    );
  }
  if (limit !== null && limit > 0 && price > 0 && spend + price > limit) {
    found.push(
      errorOf(
        `The account may spend $${exactDollars(limit)} an hour and spends $${exactDollars(spend)}: ${needed} more is above the limit.`,
        'Stop other pods, or ask RunPod for a higher limit.',
      ),
    );
  }
  return found;
}
