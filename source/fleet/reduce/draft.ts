/** A fleet in the making: one copy per batch of events, not one per event, since 250 pods send 250 events a second. */
import type { Account } from '../account.ts';
import {
  type CloudStatus,
  type Fleet,
  maxOutputLines,
  maxReports,
  type OutputLine,
  type PodEntry,
  type ReportEntry,
} from '../fleet.ts';
import type { FleetMoney } from '../money.ts';
import type { FleetAlerts } from '../quiet.ts';
import type { WireStatus } from '../wire.ts';

export type Draft = {
  readonly profile: string;
  cloud: CloudStatus;
  wires: readonly WireStatus[];
  wiresAtMs: number | null;
  account: Account | null;
  money: FleetMoney;
  alerts: FleetAlerts;
  readonly pods: Map<string, PodEntry>;
  readonly reports: ReportEntry[];
  readonly output: OutputLine[];
};

export function draftOf(fleet: Fleet): Draft {
  return { ...fleet, pods: new Map(fleet.pods), reports: [...fleet.reports], output: [...fleet.output] };
}

export function fleetOf(draft: Draft): Fleet {
  return { ...draft, reports: draft.reports.slice(-maxReports), output: draft.output.slice(-maxOutputLines) };
}

/** Changes one pod; an event for a pod that has gone meanwhile is dropped. */
export function changePod(draft: Draft, podId: string, change: (entry: PodEntry) => PodEntry): void {
  const entry = draft.pods.get(podId);
  if (entry !== undefined) draft.pods.set(podId, change(entry));
}

/** How far back a repeat is looked for: further up it has scrolled away, and is news again. */
const repeatWindow = 50;

/** A repeat is a new line in the place of the old one, so ids always grow towards the newest. */
export function addReport(draft: Draft, report: Omit<ReportEntry, 'id' | 'count'>): void {
  const id = (draft.reports.at(-1)?.id ?? 0) + 1;
  const from = Math.max(0, draft.reports.length - repeatWindow);
  for (let at = draft.reports.length - 1; at >= from; at--) {
    const earlier = draft.reports[at];
    if (earlier === undefined || earlier.fingerprint !== report.fingerprint) continue;
    if (earlier.level !== report.level) break;
    draft.reports.splice(at, 1);
    draft.reports.push({ ...report, id, count: earlier.count + 1 });
    return;
  }
  draft.reports.push({ ...report, id, count: 1 });
}

export function addOutput(draft: Draft, line: Omit<OutputLine, 'id'>): void {
  draft.output.push({ ...line, id: (draft.output.at(-1)?.id ?? 0) + 1 });
}
