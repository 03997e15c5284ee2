/** The one reducer: a fleet and what happened to it make the next fleet. */
import type { FleetEvent } from './events.ts';
import type { CloudStatus, Fleet } from './fleet.ts';
import { noMoney } from './money.ts';
import { noFleetAlerts } from './quiet.ts';
import { addOutput, addReport, changePod, type Draft, draftOf, fleetOf } from './reduce/draft.ts';
import { frameArrived } from './reduce/frame.ts';
import { moneyAfter } from './reduce/money.ts';
import { podsListed } from './reduce/pods-listed.ts';
import { wiresSeen } from './reduce/wires-seen.ts';

export function emptyFleet(profile: string, cloud: CloudStatus): Fleet {
  const nothing = {
    account: null,
    money: noMoney,
    alerts: noFleetAlerts,
    pods: new Map(),
    reports: [],
    output: [],
  };
  return { profile, cloud, wires: [], wiresAtMs: null, ...nothing };
}

/** Events in the order in which they happened. The histories' slots are written in place (see series.ts). */
export function reduceFleet(fleet: Fleet, events: readonly FleetEvent[]): Fleet {
  if (events.length === 0) return fleet;
  const draft = draftOf(fleet);
  for (const event of events) apply(draft, event);
  return fleetOf(draft);
}

function apply(draft: Draft, event: FleetEvent): void {
  switch (event.kind) {
    case 'pods-listed':
      podsListed(draft, event);
      return;
    case 'cloud-failed':
      cloudFailed(draft, event);
      return;
    case 'wires':
      wiresSeen(draft, event);
      return;
    case 'account':
      draft.account = event.account;
      draft.money = { ...draft.money, accountAtMs: event.atMs };
      return;
    case 'billed':
    case 'billing-failed':
    case 'money-seen':
    case 'budget':
      draft.money = moneyAfter(draft.money, event);
      return;
    case 'alerts':
      draft.alerts = event.alerts;
      return;
    case 'link':
      changePod(draft, event.podId, (entry) => ({ ...entry, link: event.link }));
      return;
    case 'frame':
      frameArrived(draft, event);
      return;
    case 'asked':
      changePod(draft, event.podId, (entry) => ({
        ...entry,
        pending: { action: event.action, sinceMs: event.atMs },
      }));
      return;
    case 'answered':
      answered(draft, event);
      return;
    case 'output':
      addOutput(draft, { atMs: event.atMs, level: event.level, text: event.text });
      return;
    case 'report': {
      const { kind: _, ...report } = event;
      addReport(draft, report);
    }
  }
}

function cloudFailed(draft: Draft, event: Extract<FleetEvent, { kind: 'cloud-failed' }>): void {
  const { cloud } = draft;
  const answeredAtMs = cloud.kind === 'live' || cloud.kind === 'failing' ? cloud.answeredAtMs : null;
  const sinceMs = cloud.kind === 'failing' ? cloud.sinceMs : event.atMs;
  draft.cloud = { kind: 'failing', sinceMs, answeredAtMs, reason: event.reason, hint: event.hint };
}

/** A refused action is no longer pending; an accepted one is, until the list shows it. */
function answered(draft: Draft, event: Extract<FleetEvent, { kind: 'answered' }>): void {
  addOutput(draft, { atMs: event.atMs, level: event.ok ? 'ok' : 'error', text: event.text });
  if (!event.ok) changePod(draft, event.podId, (entry) => ({ ...entry, pending: null }));
}
