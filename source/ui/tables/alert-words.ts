/** How many alerts there are, and how many of them are quiet. */
import type { Alert } from '../../alerts/alert.ts';
import type { Fleet } from '../../fleet/fleet.ts';

/** "3 alerts, 2 acknowledged, 1 snoozed": the first number is of all of them. */
export function alertCountWords(alerts: readonly Alert[]): string {
  const count = (kind: 'acknowledged' | 'snoozed'): number =>
    alerts.filter(({ quiet }) => quiet?.kind === kind).length;
  const parts = [
    `${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'}`,
    ...(['acknowledged', 'snoozed'] as const).flatMap((kind) =>
      count(kind) === 0 ? [] : [`${count(kind)} ${kind}`],
    ),
  ];
  return parts.join(', ');
}

/** Where there is no alert. Before the pods are known nobody can say that all is well. */
export function calmWords({ cloud, pods }: Fleet): string {
  const isKnown = cloud.kind === 'live' || cloud.kind === 'absent' || pods.size > 0;
  return isKnown ? 'nothing needs attention' : 'the list of pods has not been read yet';
}
