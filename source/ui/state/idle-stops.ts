/** Keeping an idle pod that is about to be stopped. */
import type { Fleet } from '../../fleet/fleet.ts';
import type { IdleStop } from '../../fleet/money.ts';
import { noticed, type Outcome } from './outcome.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export type PressingStop = { readonly podId: string; readonly stop: IdleStop };

/** The selected pod's, else the one that comes first; one that counts down before one that asks. null: nothing waits. */
export function pressingIdleStop({ money, pods }: Fleet, selectedId: string | null): PressingStop | null {
  const waiting = [...money.idleStops]
    .filter(([podId, { kind }]) => pods.has(podId) && (kind === 'counting' || kind === 'asking'))
    .map(([podId, stop]) => ({ podId, stop }));
  const selected = waiting.find(({ podId }) => podId === selectedId);
  return selected ?? waiting.sort((one, other) => dueAtMs(one.stop) - dueAtMs(other.stop))[0] ?? null;
}

function dueAtMs(stop: IdleStop): number {
  return stop.kind === 'counting' ? stop.stopsAtMs : Number.POSITIVE_INFINITY;
}

export function keepIdlePod(view: View, situation: Situation): Outcome {
  const { fleet, nowMs } = situation;
  const pressing = pressingIdleStop(fleet, view.list.selectedId);
  if (pressing === null) return noticed(view, { level: 'warn', text: nothingWaits, atMs: nowMs });
  const name = fleet.pods.get(pressing.podId)?.pod.name ?? pressing.podId;
  const text = `${name} stays, while it is idle now`;
  return {
    view: { ...view, notice: { level: 'info', text, atMs: nowMs } },
    asks: [{ kind: 'keep-pod', podId: pressing.podId }],
  };
}

export const nothingWaits = 'no idle pod is about to be stopped';
