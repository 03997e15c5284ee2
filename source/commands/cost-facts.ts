/** Asks for all that a report of costs is made from: the list, the account, what was billed, what consoles saw. */
import { setMaxListeners } from 'node:events';
import type { BillingRecord } from '../fleet/billing.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { BilledSums } from '../fleet/money.ts';
import { emptyFleet, reduceFleet } from '../fleet/reduce.ts';
import { billedSums } from '../money/billed-sums.ts';
import { dayMs, dayStartMs, monthStartMs } from '../money/days.ts';
import { daysOfMonth, observedOf } from '../money/seen-days.ts';
import type { CloudFailure, CloudResult } from '../runpod/cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Settings } from '../settings/settings.ts';
import type { CommandContext } from './command.ts';
import { lateMoneyFiles, moneySettingsOf } from './console-money.ts';

export type CostFacts = {
  readonly fleet: Fleet;
  readonly atMs: number;
  /** Of --days; null: not asked for, or not to be had. */
  readonly days: { readonly count: number; readonly sums: BilledSums } | null;
  /** Names of network volumes by their ids, as far as the API says. */
  readonly volumeNames: ReadonlyMap<string, string>;
};

/** The list of pods is needed; of all else, what is missing is unknown. */
export async function gatherCost(
  context: CommandContext,
  settings: Pick<Settings, 'money'>,
  cloud: WholeCloud,
): Promise<CostFacts | CloudFailure> {
  const { nowMs, flags } = context;
  // Each of the questions listens to it, on both wires.
  const signal = AbortSignal.any([context.signal]);
  setMaxListeners(64, signal);
  const beganMs = nowMs();
  const dayCount = flags.days ?? null;
  const daysFromMs = dayStartMs(beganMs) - ((dayCount ?? 1) - 1) * dayMs;
  const [pods, account, hours, month, days, volumes, seen] = await Promise.all([
    cloud.listPods(signal),
    cloud.account(signal),
    cloud.billing({ fromMs: dayStartMs(beganMs), bucket: 'hour' }, signal),
    cloud.billing({ fromMs: monthStartMs(beganMs), bucket: 'day' }, signal),
    dayCount === null ? null : cloud.billing({ fromMs: daysFromMs, bucket: 'day' }, signal),
    cloud.networkVolumes(signal),
    lateMoneyFiles(context).read(daysOfMonth(beganMs)),
  ]);
  if (!pods.ok) return pods;
  const atMs = nowMs();
  const { budget, stoppedAfterDays } = moneySettingsOf(settings);
  const events: FleetEvent[] = [
    { kind: 'pods-listed', provider: 'runpod', atMs, pods: pods.value },
    { kind: 'budget', atMs, budget, stoppedAfterDays },
    { kind: 'money-seen', atMs, seen: observedOf(seen, atMs).pods, idleStops: new Map() },
    ...(account.ok ? [{ kind: 'account', atMs, account: account.value } as const] : []),
    ...billed('today', hours, { fromMs: dayStartMs(beganMs), atMs }),
    ...billed('month', month, { fromMs: monthStartMs(beganMs), atMs }),
  ];
  return {
    fleet: reduceFleet(emptyFleet('runpod', { kind: 'waiting' }), events),
    atMs,
    days:
      dayCount === null || days === null || !days.ok
        ? null
        : { count: dayCount, sums: billedSums(days.value, { fromMs: daysFromMs, readAtMs: atMs }) },
    volumeNames: new Map(volumes.ok ? volumes.value.map(({ id, name }) => [id, name]) : []),
  };
}

function billed(
  of: 'today' | 'month',
  answer: CloudResult<readonly BillingRecord[]>,
  { fromMs, atMs }: { readonly fromMs: number; readonly atMs: number },
): readonly FleetEvent[] {
  if (answer.ok)
    return [{ kind: 'billed', atMs, of, sums: billedSums(answer.value, { fromMs, readAtMs: atMs }) }];
  // A wire that has been retired is as good as one that never had it.
  const isUnsupported = answer.code === 'unsupported' || answer.code === 'gone';
  return [{ kind: 'billing-failed', atMs, reason: answer.message, isUnsupported }];
}
