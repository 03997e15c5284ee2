/** What is left in the account, what is spent by the hour, and how long the one lasts for the other. Pure. */
import type { Fleet } from '../fleet/fleet.ts';
import { billedPerHourDollars } from '../fleet/questions.ts';
import { listed, type MoneyFigure, sumOf, unknown } from './figure.ts';

export type Runway =
  | { readonly hours: number; readonly source: 'account' | 'list'; readonly atMs: number }
  | { readonly hours: null; readonly because: string };

export function balanceOf({ account, money }: Fleet): MoneyFigure {
  const dollars = account?.balanceDollars ?? null;
  if (dollars === null || money.accountAtMs === null)
    return unknown("only RunPod's GraphQL tells the balance, and it has not");
  const atMs = money.accountAtMs;
  return { dollars, source: 'account', fromMs: atMs, untilMs: atMs, without: null };
}

/** RunPod's own word has storage in it; the list's prices have that of stopped pods alone. */
export function spendOf(fleet: Fleet, nowMs: number): MoneyFigure {
  const dollars = fleet.account?.spendPerHourDollars ?? null;
  const atMs = fleet.money.accountAtMs;
  if (dollars !== null && atMs !== null)
    return { dollars, source: 'account', fromMs: atMs, untilMs: atMs, without: null };
  const runpods = [...fleet.pods.values()].filter(({ pod }) => pod.provider === 'runpod');
  const sum = sumOf(
    runpods.map((entry) => listed(entry, billedPerHourDollars(entry))),
    fleet.cloud.kind === 'live' ? 'the account has no pods' : 'the list of pods was not read',
  );
  return sum.dollars === null
    ? sum
    : { ...sum, untilMs: Math.min(sum.untilMs, nowMs), without: sum.without ?? 'storage of running pods' };
}

export function runwayOf(fleet: Fleet, nowMs: number): Runway {
  const balance = balanceOf(fleet);
  const spend = spendOf(fleet, nowMs);
  if (balance.dollars === null) return { hours: null, because: balance.because };
  if (spend.dollars === null) return { hours: null, because: spend.because };
  if (spend.dollars <= 0) return { hours: null, because: 'nothing is being spent' };
  const hours = Math.max(0, balance.dollars) / spend.dollars;
  const source = spend.source === 'account' ? 'account' : 'list';
  return { hours, source, atMs: Math.min(balance.untilMs, spend.untilMs) };
}
