/** The API has spoken: pods come, go and change. */
import { emptyEntry } from '../entry.ts';
import type { FleetEvent } from '../events.ts';
import type { PodEntry } from '../fleet.ts';
import type { Pod } from '../pod.ts';
import type { PodAction } from '../pod-action.ts';
import { statusChangeText } from '../status-change.ts';
import { addReport, type Draft } from './draft.ts';

type PodsListed = Extract<FleetEvent, { kind: 'pods-listed' }>;

/** After this long, an action that the API still does not show has not happened. */
const pendingTimeoutMs = 60_000;

export function podsListed(draft: Draft, event: PodsListed): void {
  const first = draft.cloud.kind === 'waiting';
  for (const pod of event.pods) {
    const entry = draft.pods.get(pod.id);
    if (entry === undefined) {
      draft.pods.set(pod.id, emptyEntry(pod, event.atMs));
      if (!first && pod.provider === 'runpod') reportChange(draft, pod, event.atMs, 'New in the account.');
    } else draft.pods.set(pod.id, refreshed(draft, entry, pod, event.atMs));
  }
  removeGone(draft, event);
  if (event.provider === 'runpod') draft.cloud = { kind: 'live', answeredAtMs: event.atMs };
}

function removeGone(draft: Draft, event: PodsListed): void {
  const listed = new Set(event.pods.map((pod) => pod.id));
  for (const { pod, pending } of [...draft.pods.values()]) {
    if (pod.provider !== event.provider || listed.has(pod.id)) continue;
    draft.pods.delete(pod.id);
    const why =
      pending?.action === 'terminate'
        ? 'Gone, as was asked.'
        : 'Gone: terminated, or moved to another account.';
    reportChange(draft, pod, event.atMs, why);
  }
}

function refreshed(draft: Draft, entry: PodEntry, pod: Pod, atMs: number): PodEntry {
  const pending = pendingAfter(draft, entry, pod, atMs);
  if (entry.pod.state.kind !== pod.state.kind)
    reportChange(draft, pod, atMs, `${entry.pod.state.kind} → ${pod.state.kind}${reasonOf(pod)}`);
  const containerSinceMs = isNewContainer(entry.pod, pod) ? atMs : entry.containerSinceMs;
  const next = { ...entry, pod, podAtMs: atMs, pending, containerSinceMs };
  const silent = pod.state.kind === 'stopped' || pod.state.kind === 'terminated';
  const anew = pod.generation !== entry.pod.generation;
  // Figures of a container that is gone are nobody's figures.
  return silent || anew ? { ...next, hello: null, sample: null, health: null, idleSinceMs: null } : next;
}

function isNewContainer(before: Pod, now: Pod): boolean {
  if (now.state.kind !== 'running') return false;
  return before.generation !== now.generation || !['running', 'unknown'].includes(before.state.kind);
}

function pendingAfter(draft: Draft, entry: PodEntry, pod: Pod, atMs: number): PodEntry['pending'] {
  const { pending } = entry;
  if (pending === null) return null;
  if (isShown(pending.action, entry.pod, pod)) return null;
  if (atMs - pending.sinceMs < pendingTimeoutMs) return pending;
  reportChange(
    draft,
    pod,
    atMs,
    `Still ${stillText(pending.action, pod)}, a minute after it was asked to ${pending.action}.`,
    'warn',
  );
  return null;
}

/** Whether the list shows what was asked for. A pod that is terminated goes from the list. */
function isShown(action: PodAction, before: Pod, now: Pod): boolean {
  const stopped = now.state.kind === 'stopped' || now.state.kind === 'terminated';
  switch (action) {
    case 'start':
      return !stopped;
    case 'stop':
      return stopped;
    case 'terminate':
      return now.state.kind === 'terminated';
    case 'lock':
      return now.locked;
    case 'unlock':
      return !now.locked;
    case 'restart':
    case 'edit':
      return isMadeAnew(before, now);
  }
}

/** One list may show it as on its way, the next as running: either is enough. */
function isMadeAnew(before: Pod, now: Pod): boolean {
  if (now.state.kind !== before.state.kind || now.generation !== before.generation) return true;
  return (now.uptimeSeconds ?? 0) < (before.uptimeSeconds ?? 0) || now.image !== before.image;
}

function stillText(action: PodAction, pod: Pod): string {
  if (action === 'lock' || action === 'unlock') return pod.locked ? 'locked' : 'not locked';
  return action === 'restart' || action === 'edit' ? 'the same container' : pod.state.kind;
}

function reasonOf(pod: Pod): string {
  const { state, lastStatusChange: told } = pod;
  return state.kind === 'stopped' && told !== null ? ` (${statusChangeText(told)})` : '';
}

function reportChange(
  draft: Draft,
  pod: Pod,
  atMs: number,
  text: string,
  level: 'info' | 'warn' = 'info',
): void {
  addReport(draft, {
    atMs,
    level,
    podId: pod.id,
    podName: pod.name,
    subject: 'pod',
    text,
    fingerprint: `pod:${pod.id}:${text}`,
  });
}
