/** One look at every alert that is open now: money as `cost` asks for it, and what pods tell within a short time. */
import type { Alert } from '../alerts/alert.ts';
import { openAlerts } from '../alerts/open-alerts.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Pod } from '../fleet/pod.ts';
import { emptyFleet, reduceFleet } from '../fleet/reduce.ts';
import { budgetStandings } from '../money/budgets.ts';
import { moneyReport } from '../money/figures.ts';
import type { CloudFailure } from '../runpod/cloud.ts';
import type { CommandContext } from './command.ts';
import { openLinksOrSay } from './command-links.ts';
import { consoleAlerts } from './console-alerts.ts';
import { gatherCost } from './cost-facts.ts';
import type { ExitCode } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { hearPods } from './hear-pods.ts';
import type { Services } from './services.ts';

export type AlertLook = {
  readonly atMs: number;
  readonly alerts: readonly Alert[];
  /** What nobody can tell, each a sentence: pods that were not heard, budgets whose figure is not known. */
  readonly unknown: readonly string[];
  /** The API did not answer: only hosts given by hand were looked at. */
  readonly failure: CloudFailure | null;
};

/** What the flags of a look mean, for each command that takes one. */
export const lookFlagsMean = { watchMinutes: 'look for so long; a pod shows as idle after half a minute' };

const usualTimeoutMs = 20_000;

/** @param isMeant Pods that are to be heard. @returns An exit code after saying why there is nothing to look at. */
export async function lookForAlerts(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  isMeant: (pod: Pod) => boolean = () => true,
): Promise<AlertLook | ExitCode> {
  const { flags, nowMs } = context;
  const beganMs = nowMs();
  const listed = await listedFleet(context, services);
  if (listed.failure !== null && services.hosts.length === 0) return sayFailure(context, listed.failure);
  const links = await openLinksOrSay(context, services);
  if (typeof links === 'number') return links;
  const atLeastMs = (flags.watchMinutes ?? 0) * 60_000;
  const timeoutMs = Math.max(flags.timeoutMs ?? usualTimeoutMs, atLeastMs);
  const { fleet: heard, unheard } = await hearPods(context, services, {
    ...{ fleet: listed.fleet, links, timeoutMs, atLeastMs, isMeant },
  });
  await links.close();
  const quiet = await consoleAlerts(context, services.settings).quietKeeper.read();
  const atMs = nowMs();
  // Since when it is open, one look does not tell.
  const fleet = reduceFleet(heard, [{ kind: 'alerts', atMs, alerts: { quiet, sinceMs: new Map() } }]);
  const silent = unheard.map(({ name }) => `${name}: not heard within ${timeoutMs / 1000} s.`);
  const unknown = [...silent, ...unknownBudgets(fleet, atMs)];
  const alerts = openAlerts(fleet, atMs).map((alert) => withoutOwnSince(alert, beganMs));
  return { atMs, alerts, unknown, failure: listed.failure };
}

/** A pod without a monitor judges for this look alone: that it began with the look says nothing. */
function withoutOwnSince(alert: Alert, beganMs: number): Alert {
  const isOwn = alert.rule.startsWith('health') && alert.sinceMs !== null && alert.sinceMs >= beganMs;
  return isOwn ? { ...alert, sinceMs: null } : alert;
}

type Listed = { readonly fleet: Fleet; readonly failure: CloudFailure | null };

async function listedFleet(
  context: CommandContext,
  { cloud, hosts, settings }: Extract<Services, { ok: true }>,
): Promise<Listed> {
  const facts = cloud === null ? null : await gatherCost(context, settings, cloud);
  const isKnown = facts !== null && !('code' in facts);
  const empty = emptyFleet('ssh', { kind: 'absent' });
  return {
    fleet: reduceFleet(isKnown ? facts.fleet : empty, [
      { kind: 'pods-listed', provider: 'ssh', atMs: context.nowMs(), pods: hosts },
    ]),
    failure: facts === null || isKnown ? null : facts,
  };
}

function unknownBudgets(fleet: Fleet, atMs: number): readonly string[] {
  const standings = budgetStandings(moneyReport(fleet, atMs), fleet.money.budget);
  return standings.filter(({ level }) => level === null).map(({ text }) => text);
}
