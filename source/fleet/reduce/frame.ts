/** A frame has come from a pod. */
import type { EventFrame, SampleFrame } from '../../../pod-agent/protocol/frames.ts';
import type { FleetEvent } from '../events.ts';
import type { PodEntry } from '../fleet.ts';
import { isStale } from '../freshness.ts';
import { recordSample } from '../history.ts';
import { addReport, type Draft } from './draft.ts';
import { healthArrived } from './health.ts';

export function frameArrived(draft: Draft, event: Extract<FleetEvent, { kind: 'frame' }>): void {
  const entry = draft.pods.get(event.podId);
  if (entry === undefined) return;
  const { frame, atMs } = event;
  switch (frame.kind) {
    case 'hello':
      draft.pods.set(event.podId, { ...entry, hello: frame });
      return;
    case 'sample':
      draft.pods.set(event.podId, sampleArrived(entry, frame, atMs));
      return;
    case 'health':
      healthArrived(draft, entry, { frame, atMs });
      return;
    case 'event':
      reportEvent(draft, entry, frame, atMs);
  }
}

function sampleArrived(entry: PodEntry, frame: SampleFrame, atMs: number): PodEntry {
  if (frame.replayed === true) return replayed(entry, frame);
  return {
    ...entry,
    sample: { frame, receivedAtMs: atMs },
    history: recordSample(entry.history, frame, atMs),
    idleSinceMs: idleSince(entry, frame, atMs),
  };
}

/** What a slow link held up, at the time it was taken. The pod's clock is read against the console's by the last sample that came live. */
function replayed(entry: PodEntry, frame: SampleFrame): PodEntry {
  if (entry.sample === null) return entry;
  const offsetMs = entry.sample.receivedAtMs - entry.sample.frame.atMs;
  return { ...entry, history: recordSample(entry.history, frame, frame.atMs + offsetMs) };
}

/** Under this utilisation a card does nothing worth its price. */
const idleBelowPercent = 5;

function idleSince(entry: PodEntry, frame: SampleFrame, atMs: number): number | null {
  const cards = frame.gpu?.cards ?? [];
  const idle = cards.length > 0 && cards.every((card) => (card.utilizationPercent ?? 100) < idleBelowPercent);
  if (!idle) return null;
  // What went on while nobody was looking is not known, and must not be counted as idleness.
  return isStale(entry, atMs) ? atMs : (entry.idleSinceMs ?? atMs);
}

function reportEvent(draft: Draft, entry: PodEntry, frame: EventFrame, atMs: number): void {
  const level = frame.level === 'error' ? 'fail' : frame.level;
  const { id, name } = entry.pod;
  addReport(draft, {
    atMs,
    level,
    podId: id,
    podName: name,
    subject: 'agent',
    text: frame.text,
    fingerprint: `agent:${id}:${frame.text}`,
  });
}
