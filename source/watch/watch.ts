/** The only hand that feeds the fleet: the API's list, hosts given by hand, telemetry links, the console's own alerts. */
import type { FleetEvent } from '../fleet/events.ts';
import type { Pod } from '../fleet/pod.ts';
import type { QuietWish } from '../fleet/quiet.ts';
import type { Reach } from '../fleet/reach.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Links } from '../ssh/telemetry.ts';
import type { SimpleAction } from './actions.ts';
import { type QuietKeeper, watchAlerts } from './alert-watch.ts';
import { type CloudWatch, watchCloud } from './cloud-watch.ts';
import type { FleetStore } from './fleet-store.ts';
import { watchLinks } from './link-watch.ts';
import { type MoneyWatchOptions, watchMoney } from './money-watch.ts';
import { createPodActs } from './pod-acts.ts';

/** As much of the API as the watch asks. */
export type PodCloud = Pick<
  WholeCloud,
  'listPods' | 'account' | 'wires' | 'startPod' | 'stopPod' | 'restartPod' | 'terminatePod' | 'lockPod'
>;

export type WatchOptions = {
  readonly store: FleetStore;
  /** null: only hosts given by hand. */
  readonly cloud: PodCloud | null;
  readonly hosts: readonly Pod[];
  readonly links: Links;
  readonly intervalMs: number;
  readonly nowMs: () => number;
  /** Absent: money is not watched. */
  readonly money?: Pick<
    MoneyWatchOptions,
    'cloud' | 'settings' | 'keeper' | 'told' | 'readOnly' | 'attendedBy' | 'ownSessions'
  >;
  /** Absent: what is acknowledged and snoozed ends with this console. */
  readonly quietKeeper?: QuietKeeper;
  /** Who acknowledges and snoozes here. */
  readonly operatorName?: string;
  /** How a pod is reached, as the settings have it. */
  readonly reachOf?: (pod: Pod) => Reach;
  /** Prints where the screen was, when that has gone: answers that were waited for. */
  readonly sayAtEnd?: (text: string) => void;
  /** Ends the wait for them at once. */
  readonly endNow?: AbortSignal;
};

export type Watch = {
  startPod(podId: string): void;
  stopPod(podId: string): void;
  /** Asks the API; what came of it stands in the output, and the list is asked for often until it shows. */
  changePod(podId: string, action: SimpleAction): void;
  retryLink(podId: string): void;
  refresh(): void;
  /** An idle pod that is about to be stopped stays. */
  keepPod(podId: string): void;
  /** An alert is acknowledged or snoozed; null: it is loud again. */
  quietAlert(key: string, wish: QuietWish | null): void;
  close(): Promise<void>;
};

export function startWatch(options: WatchOptions): Watch {
  const { store, cloud, hosts, links, intervalMs, nowMs } = options;
  let listChanged = false;
  const dispatch = (event: FleetEvent): void => {
    if (event.kind === 'pods-listed') listChanged = true;
    store.dispatch(event);
  };
  const linkWatch = watchLinks({ links, intervalMs, dispatch, nowMs, reachOf: options.reachOf });
  const unsubscribe = store.subscribe(() => {
    if (!listChanged) return;
    listChanged = false;
    linkWatch.reconcile(store.snapshot());
  });
  if (hosts.length > 0) dispatch({ kind: 'pods-listed', provider: 'ssh', atMs: nowMs(), pods: hosts });
  const cloudWatch: CloudWatch | null = cloud === null ? null : watchCloud({ cloud, dispatch, nowMs });
  const alerts = watchAlerts({
    ...{ snapshot: () => store.snapshot(), dispatch, nowMs },
    operatorName: options.operatorName ?? 'this console',
    ...(options.quietKeeper === undefined ? {} : { keeper: options.quietKeeper }),
  });
  const acts = createPodActs({
    ...{ cloud, dispatch, nowMs, sayAtEnd: options.sayAtEnd ?? (() => {}) },
    hurry: () => cloudWatch?.hurry(),
    ...(options.endNow === undefined ? {} : { endNow: options.endNow }),
  });

  function act(podId: string, action: SimpleAction, reason?: string): void {
    const pod = store.snapshot().pods.get(podId)?.pod;
    if (pod !== undefined) acts.act(pod, action, reason);
  }

  const money =
    options.money === undefined
      ? null
      : watchMoney({
          ...options.money,
          ...{ dispatch, nowMs, snapshot: () => store.snapshot() },
          stopPod: (podId, reason) => act(podId, 'stop', reason),
        });

  return {
    startPod: (podId) => act(podId, 'start'),
    stopPod: (podId) => act(podId, 'stop'),
    changePod: (podId, action) => act(podId, action),
    retryLink: (podId) => linkWatch.retry(podId),
    refresh: () => cloudWatch?.hurry(),
    keepPod: (podId) => money?.keepPod(podId),
    quietAlert: (key, wish) => alerts.quiet(key, wish),
    async close() {
      unsubscribe();
      cloudWatch?.close();
      linkWatch.close();
      await Promise.all([links.close(), money?.close(), alerts.close(), acts.close()]);
    },
  };
}
