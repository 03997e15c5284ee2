/** The only hand that feeds the fleet: the API's list, hosts given by hand, telemetry links, the console's own alerts. */
import { evaluateAlerts, noAlerts } from '../alerts/alerts.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Cloud } from '../runpod/cloud.ts';
import type { Links } from '../ssh/telemetry.ts';
import { actOnPod } from './actions.ts';
import { type CloudWatch, watchCloud } from './cloud-watch.ts';
import type { FleetStore } from './fleet-store.ts';
import { watchLinks } from './link-watch.ts';

export type WatchOptions = {
  readonly store: FleetStore;
  /** null: only hosts given by hand. */
  readonly cloud: Cloud | null;
  readonly hosts: readonly Pod[];
  readonly links: Links;
  readonly intervalMs: number;
  readonly nowMs: () => number;
};

export type Watch = {
  startPod(podId: string): void;
  stopPod(podId: string): void;
  retryLink(podId: string): void;
  refresh(): void;
  close(): Promise<void>;
};

/** Signs are looked for once a second: a pod that has gone silent sends no event that could say so. */
const alertsEveryMs = 1_000;

export function startWatch(options: WatchOptions): Watch {
  const { store, cloud, hosts, links, intervalMs, nowMs } = options;
  let listChanged = false;
  const dispatch = (event: FleetEvent): void => {
    if (event.kind === 'pods-listed') listChanged = true;
    store.dispatch(event);
  };
  const linkWatch = watchLinks({ links, intervalMs, dispatch, nowMs });
  const unsubscribe = store.subscribe(() => {
    if (!listChanged) return;
    listChanged = false;
    linkWatch.reconcile(store.snapshot());
  });
  if (hosts.length > 0) dispatch({ kind: 'pods-listed', provider: 'ssh', atMs: nowMs(), pods: hosts });
  const cloudWatch: CloudWatch | null = cloud === null ? null : watchCloud({ cloud, dispatch, nowMs });
  const stopAlerts = watchAlerts({ store, dispatch, nowMs });
  const abort = new AbortController();

  function act(podId: string, action: 'start' | 'stop'): void {
    const entry = store.snapshot().pods.get(podId);
    if (entry === undefined) return;
    const { pod } = entry;
    void actOnPod({ cloud, pod, action, dispatch, nowMs, signal: abort.signal })
      // A mistake of ours is shown like any failure; it must not end the console.
      .catch((error: unknown) => {
        const text = `${action} ${pod.name} failed: ${error instanceof Error ? error.message : String(error)}`;
        dispatch({ kind: 'answered', atMs: nowMs(), podId, ok: false, text });
      })
      .then(() => cloudWatch?.hurry());
  }

  return {
    startPod: (podId) => act(podId, 'start'),
    stopPod: (podId) => act(podId, 'stop'),
    retryLink: (podId) => linkWatch.retry(podId),
    refresh: () => cloudWatch?.hurry(),
    async close() {
      abort.abort();
      stopAlerts();
      unsubscribe();
      cloudWatch?.close();
      linkWatch.close();
      await links.close();
    },
  };
}

function watchAlerts(options: {
  readonly store: FleetStore;
  readonly dispatch: (event: FleetEvent) => void;
  readonly nowMs: () => number;
}): () => void {
  let state = noAlerts;
  const timer = setInterval(() => {
    const evaluated = evaluateAlerts(state, options.store.snapshot(), options.nowMs());
    state = evaluated.state;
    for (const event of evaluated.events) options.dispatch(event);
  }, alertsEveryMs);
  return () => clearInterval(timer);
}
