/** What can be done with the selected pod without changing it. */
import type { PodEntry } from '../../fleet/fleet.ts';
import { chosenInList } from './list.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import type { Situation } from './situation.ts';
import { reportIndex } from './streams.ts';
import type { View } from './view.ts';

/** From the health stream it is the pod of the report under the cursor. */
export function openDetail(view: View, situation: Situation): Outcome {
  if (view.detail.open) return seen(view);
  const podId = view.focus === 'health' ? podOfReport(view, situation) : view.list.selectedId;
  if (podId === null || !situation.fleet.pods.has(podId))
    return noticed(view, { level: 'warn', text: 'there is no pod to open here', atMs: situation.nowMs });
  if (!situation.podIds.includes(podId))
    return noticed(view, {
      level: 'warn',
      text: 'the filter hides this pod; Esc in the list clears it',
      atMs: situation.nowMs,
    });
  return seen({
    ...view,
    list: chosenInList({ ...view.list, selectedId: podId }),
    detail: { ...view.detail, open: true, top: 0 },
  });
}

export function copyId(view: View, situation: Situation): Outcome {
  const entry = selectedEntry(view, situation);
  if (entry === null)
    return noticed(view, { level: 'warn', text: 'no pod is selected', atMs: situation.nowMs });
  return {
    view: {
      ...view,
      notice: {
        level: 'info',
        text: `copied the id of ${entry.pod.name}: ${entry.pod.id}`,
        atMs: situation.nowMs,
      },
    },
    asks: [{ kind: 'copy', text: entry.pod.id }],
  };
}

export function retryLink(view: View, situation: Situation): Outcome {
  const entry = selectedEntry(view, situation);
  if (entry === null)
    return noticed(view, { level: 'warn', text: 'no pod is selected', atMs: situation.nowMs });
  const reason = retryRefusal(entry);
  if (reason !== null) return noticed(view, { level: 'warn', text: reason, atMs: situation.nowMs });
  return {
    view: {
      ...view,
      notice: { level: 'info', text: `connecting to ${entry.pod.name} now`, atMs: situation.nowMs },
    },
    asks: [{ kind: 'retry-link', podId: entry.pod.id }],
  };
}

/** Why there is nothing to try again; null when there is. */
export function retryRefusal({ pod, link }: PodEntry): string | null {
  if (link.kind === 'none') return `${pod.name} cannot be reached: ${link.reason}`;
  if (link.kind === 'live') return `${pod.name} is connected already`;
  return null;
}

export function selectedEntry(view: View, { fleet }: Situation): PodEntry | null {
  return view.list.selectedId === null ? null : (fleet.pods.get(view.list.selectedId) ?? null);
}

function podOfReport(view: View, { fleet }: Situation): string | null {
  const index = reportIndex(view.reportId, fleet.reports);
  return fleet.reports[fleet.reports.length - 1 - index]?.podId ?? null;
}
