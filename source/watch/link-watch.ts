/** Keeps one telemetry link for each pod that can be reached, and none for the others. */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Link } from '../fleet/link.ts';
import type { Pod } from '../fleet/pod.ts';
import { type Reach, reachOf } from '../fleet/reach.ts';
import type { LinkHandle, Links, LinkTarget } from '../ssh/telemetry.ts';

export type LinkWatch = {
  /** Opens, moves and closes links until they agree with the fleet. */
  reconcile(fleet: Fleet): void;
  retry(podId: string): void;
  close(): void;
};

type Kept = { readonly handle: LinkHandle; readonly key: string };

export function watchLinks(options: {
  readonly links: Links;
  readonly intervalMs: number;
  readonly dispatch: (event: FleetEvent) => void;
  readonly nowMs: () => number;
  /** As the settings have it; without them RunPod's proxy is taken where there is no other way. */
  readonly reachOf?: ((pod: Pod) => Reach) | undefined;
}): LinkWatch {
  const { links, intervalMs, dispatch, nowMs, reachOf: reachOfPod = (pod: Pod) => reachOf(pod) } = options;
  const kept = new Map<string, Kept>();
  const unreachable = new Map<string, string>();

  function say(podId: string, link: Link): void {
    dispatch({ kind: 'link', atMs: nowMs(), podId, link });
  }

  function open(pod: Pod, target: LinkTarget): void {
    const listener = {
      onLink: (link: Link) => say(pod.id, link),
      onFrame: (frame: Frame) => {
        if (!isUsualNote(frame)) dispatch({ kind: 'frame', atMs: nowMs(), podId: pod.id, frame });
      },
    };
    kept.set(pod.id, { handle: links.open(target, listener), key: keyOf(target) });
  }

  function drop(podId: string): void {
    kept.get(podId)?.handle.close();
    kept.delete(podId);
  }

  function reconcilePod(pod: Pod): void {
    const target = targetOf(pod, reachOfPod(pod), intervalMs);
    if (typeof target === 'string') {
      drop(pod.id);
      if (unreachable.get(pod.id) !== target) say(pod.id, { kind: 'none', reason: target });
      unreachable.set(pod.id, target);
      return;
    }
    unreachable.delete(pod.id);
    const current = kept.get(pod.id);
    if (current === undefined) open(pod, target);
    else if (current.key !== keyOf(target)) {
      current.handle.retarget(target);
      kept.set(pod.id, { handle: current.handle, key: keyOf(target) });
    }
  }

  return {
    reconcile(fleet) {
      for (const entry of fleet.pods.values()) reconcilePod(entry.pod);
      for (const podId of kept.keys()) if (!fleet.pods.has(podId)) drop(podId);
      for (const podId of unreachable.keys()) if (!fleet.pods.has(podId)) unreachable.delete(podId);
    },
    retry: (podId) => kept.get(podId)?.handle.retryNow(),
    close() {
      for (const podId of [...kept.keys()]) drop(podId);
    },
  };
}

/**
 * Every pod's key is accepted once at the first contact: one line for each pod, before anything has happened, would bury
 * the news. A key that changed, or that several pods share, is said.
 */
function isUsualNote(frame: Frame): boolean {
  return frame.kind === 'event' && frame.text.startsWith('Host key accepted at first contact');
}

function keyOf(target: LinkTarget): string {
  const { host, port, username } = target.endpoint;
  return `${username}@${host}:${port} ${target.way ?? 'direct'} ${target.generation ?? ''}`;
}

/** Where to reach a pod, or why it cannot be reached. */
function targetOf(pod: Pod, reach: Reach, intervalMs: number): LinkTarget | string {
  if (reach.kind === 'none') return reach.reason;
  const { kind: way, endpoint } = reach;
  return { podId: pod.id, podName: pod.name, generation: pod.generation, endpoint, way, intervalMs };
}
