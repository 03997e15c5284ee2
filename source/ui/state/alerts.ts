/** Acknowledging alerts, snoozing them, and taking the last of it back. */
import type { Alert } from '../../alerts/alert.ts';
import { keptAlerts } from '../../alerts/alert-keeper.ts';
import { shortDuration } from '../../fleet/questions.ts';
import type { QuietWish } from '../../fleet/quiet.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import type { QuietUndo } from './quiet-undo.ts';
import type { Situation } from './situation.ts';
import { selectedTableRow, shownTableRows } from './tables.ts';
import type { View } from './view.ts';

const maxUndos = 20;

export const snoozeChoices = [null, 15 * 60_000, 3_600_000, 8 * 3_600_000] as const;
const usualChoice = 2;

export const noAlert = 'there is no alert here';
export const nothingToUndo = 'nothing to undo: only acknowledging and snoozing can be taken back';

export function selectedAlert(view: View, situation: Situation): Alert | null {
  if (view.page !== 'table' || view.tables.id !== 'alerts') return null;
  const row = selectedTableRow(view, situation);
  return keptAlerts(situation.fleet, situation.nowMs).find(({ key }) => key === row?.key) ?? null;
}

/** One that is acknowledged already is loud again. */
export function acknowledgeAlert(view: View, situation: Situation): Outcome {
  const alert = selectedAlert(view, situation);
  if (alert === null) return noticed(view, { level: 'warn', text: noAlert, atMs: situation.nowMs });
  if (alert.quiet?.kind === 'acknowledged') return changed(view, situation, { alert, wish: null });
  const { nowMs: atMs } = situation;
  const wish: QuietWish = { kind: 'acknowledged', by: null, atMs, untilMs: null, was: alert.kind };
  return changed(view, situation, { alert, wish });
}

export function askSnooze(view: View, situation: Situation): Outcome {
  const alert = selectedAlert(view, situation);
  if (alert === null) return noticed(view, { level: 'warn', text: noAlert, atMs: situation.nowMs });
  return seen({ ...view, overlay: { kind: 'snooze', key: alert.key, index: usualChoice } });
}

/** A row of the question; the first leaves everything as it is. */
export function chooseSnooze(view: View, index: number, situation: Situation): Outcome {
  if (view.overlay?.kind !== 'snooze') return seen(view);
  const { key } = view.overlay;
  const closed: View = { ...view, overlay: null };
  const forMs = snoozeChoices[index] ?? null;
  const { fleet, nowMs: atMs } = situation;
  const alert = keptAlerts(fleet, atMs).find((each) => each.key === key);
  if (forMs === null) return seen(closed);
  if (alert === undefined) return noticed(closed, { level: 'info', text: 'the alert is over', atMs });
  const wish: QuietWish = { kind: 'snoozed', by: null, atMs, untilMs: atMs + forMs, was: alert.kind };
  return changed(closed, situation, { alert, wish });
}

export function undoQuiet(view: View, { nowMs: atMs }: Situation): Outcome {
  const last = view.quietUndos.at(-1);
  if (last === undefined) return noticed(view, { level: 'warn', text: nothingToUndo, atMs });
  const { key, podName, word, before } = last;
  const text = `undone: ${podName} ${word} is ${before === null ? 'loud' : before.kind} again`;
  return {
    view: { ...view, quietUndos: view.quietUndos.slice(0, -1), notice: { level: 'info', text, atMs } },
    asks: [{ kind: 'quiet-alert', key, wish: before }],
  };
}

/** From the alert to its pod; that of the account leads to the page of costs. */
export function openAlertsPod(view: View, situation: Situation): string | null {
  return selectedAlert(view, situation)?.podId ?? null;
}

/** What is made quiet goes to the end of the list; the cursor stays where the next one comes up. */
function nextKey(view: View, key: string, situation: Situation): string {
  const rows = shownTableRows(view, situation);
  const at = rows.findIndex((row) => row.key === key);
  return rows[at + 1]?.key ?? key;
}

function withSelected(view: View, key: string): View {
  const { selectedKeys } = view.tables;
  return { ...view, tables: { ...view.tables, selectedKeys: { ...selectedKeys, alerts: key } } };
}

function changed(
  view: View,
  situation: Situation,
  { alert, wish }: { readonly alert: Alert; readonly wish: QuietWish | null },
): Outcome {
  const { nowMs: atMs } = situation;
  const { key, podName, word, quiet } = alert;
  const undo: QuietUndo = { key, podName, word, before: quiet };
  const what =
    wish === null
      ? 'loud again'
      : wish.untilMs === null
        ? 'acknowledged until it is over'
        : `snoozed for ${shortDuration(wish.untilMs - atMs)}`;
  const notice = {
    level: 'info',
    text: `${podName} ${word}: ${what}; ${situation.keyOf('alerts.undo')} undoes`,
    atMs,
  } as const;
  const quietUndos = [...view.quietUndos, undo].slice(-maxUndos);
  const isQuieted = quiet === null && wish !== null;
  const next = isQuieted ? nextKey(view, key, situation) : key;
  return {
    view: { ...withSelected(view, next), quietUndos, notice },
    asks: [{ kind: 'quiet-alert', key, wish }],
  };
}
