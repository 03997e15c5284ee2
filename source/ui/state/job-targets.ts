/** The pods that a job is asked for: the marked ones, else the one that is meant where the keys are. */
import type { JobKind } from '../../../pod-agent/protocol/job-events.ts';
import type { PodEntry } from '../../fleet/fleet.ts';
import { frozenReason, readOnlyReason } from './power.ts';
import type { Situation } from './situation.ts';
import { reportIndex } from './streams.ts';
import type { View } from './view.ts';

export type Targets =
  | { readonly ok: true; readonly podIds: readonly string[]; readonly leftOut: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** A diagnosis takes any pod: what cannot be entered is looked at from outside. The others need one that runs. */
export function targetsOf(view: View, kind: JobKind, situation: Situation): Targets {
  if (kind !== 'diagnose' && view.readOnly) return refused(readOnlyReason);
  if (kind !== 'diagnose' && view.frozen !== null) return refused(frozenReason);
  const entries = meantPods(view, situation);
  const [first] = entries;
  if (first === undefined) return refused('no pod is selected');
  const able = kind === 'diagnose' ? entries : entries.filter(({ pod }) => pod.state.kind === 'running');
  if (able.length === 0)
    return refused(
      entries.length === 1
        ? `${first.pod.name} does not run: nothing can be done inside it`
        : 'none of the marked pods runs',
    );
  return {
    ok: true,
    podIds: able.map(({ pod }) => pod.id),
    leftOut: entries.filter((entry) => !able.includes(entry)).map(({ pod }) => pod.name),
  };
}

/** In the detail on the whole screen it is the pod that is seen, whatever is marked in the list behind it. */
export function meantPods(view: View, situation: Situation): readonly PodEntry[] {
  const { fleet, podIds } = situation;
  const marked = view.detail.open ? [] : view.marks;
  const inOrder = [
    ...podIds.filter((id) => marked.includes(id)),
    ...marked.filter((id) => !podIds.includes(id)),
  ];
  const ids = inOrder.length > 0 ? inOrder : [singlePod(view, situation)];
  return ids.flatMap((id) => (id === null ? [] : (fleet.pods.get(id) ?? [])));
}

function singlePod(view: View, { fleet }: Situation): string | null {
  if (view.detail.open || view.focus !== 'health') return view.list.selectedId;
  const index = reportIndex(view.reportId, fleet.reports);
  return fleet.reports[fleet.reports.length - 1 - index]?.podId ?? null;
}

function refused(reason: string): Targets {
  return { ok: false, reason };
}
