/** Alerts: the page of them, and what makes one quiet. */
import { noAlert, nothingToUndo, selectedAlert } from '../state/alerts.ts';
import type { Binding } from './binding.ts';

const onPage = { contexts: ['table-alerts'] } as const;

export const alertBindings: readonly Binding[] = [
  {
    id: 'page.alerts',
    keys: ['A'],
    contexts: ['global'],
    label: 'alerts: what needs attention, and who has acknowledged or snoozed it',
    hint: { word: 'alerts', rank: 9 },
    action: { kind: 'table', table: 'alerts' },
    disabledReason: (view) => (view.page === 'table' && view.tables.id === 'alerts' ? 'it is open' : null),
  },
  {
    id: 'alerts.undo',
    keys: ['u'],
    contexts: ['global'],
    label: 'undo the last acknowledging or snoozing of an alert',
    hint: { word: 'undo', rank: 5 },
    action: { kind: 'alert-undo' },
    disabledReason: (view) => (view.quietUndos.length === 0 ? nothingToUndo : null),
  },
  {
    id: 'alerts.acknowledge',
    keys: ['a'],
    ...onPage,
    label: 'acknowledge the alert: it stays listed, and quiet until it is over; again: it is loud',
    hint: { word: 'acknowledge', rank: 2 },
    action: { kind: 'alert-acknowledge' },
    disabledReason: needsAlert,
  },
  {
    id: 'alerts.snooze',
    keys: ['z'],
    ...onPage,
    label: 'snooze the alert: 15 minutes, 1 hour or 8 hours, or until it gets worse',
    hint: { word: 'snooze', rank: 2 },
    action: { kind: 'alert-snooze' },
    disabledReason: needsAlert,
  },
  {
    id: 'alerts.open',
    keys: ['enter'],
    ...onPage,
    label: 'the detail of its pod; of the account, the page of costs',
    hint: { word: 'pod', rank: 3 },
    action: { kind: 'alert-open' },
    disabledReason: needsAlert,
  },
];

function needsAlert(...[view, situation]: Parameters<typeof selectedAlert>): string | null {
  return selectedAlert(view, situation) === null ? noAlert : null;
}
