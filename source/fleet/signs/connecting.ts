/** Nothing has been heard of the container yet; or, after a loss, the figures on screen are old until it is back. */
import type { SampleFrame } from '../../../pod-agent/protocol/frames.ts';
import { isStarting } from '../booting.ts';
import { shortDuration } from '../duration.ts';
import { figuresOf } from '../figures.ts';
import type { PodEntry } from '../fleet.ts';
import { isStale } from '../freshness.ts';
import type { Link } from '../link.ts';
import type { Sign, SignRule } from './sign.ts';

export const connecting: SignRule = { id: 'connecting', subject: 'link', reportAfterMs: null, find };

/** Rates need two readings, and a driver can take a while for its first answer. */
const firstFiguresWithinMs = 5_000;

function find(entry: PodEntry, nowMs: number): Sign | null {
  const { link, sample } = entry;
  if (sample === null) return firstContact(entry, nowMs);
  if (isStale(entry, nowMs)) {
    const age = shortDuration(nowMs - sample.receivedAtMs);
    return { kind: 'lost', word: `stale ${age}`, text: `The newest figures are ${age} old.` };
  }
  const isNew = link.kind === 'live' && nowMs - link.sinceMs < firstFiguresWithinMs;
  return isNew && lacksFigures(entry, sample.frame) ? firstSample : null;
}

/** The cards are what the pod is rented for: without them the rest is no picture of it. */
function lacksFigures({ pod }: PodEntry, frame: SampleFrame): boolean {
  if (frame.gpu === undefined && pod.gpuCount !== null && pod.gpuCount > 0) return true;
  return Object.values(figuresOf(frame)).every((figure) => figure === null);
}

const firstSample: Sign = {
  kind: 'booting',
  word: 'first…',
  text: 'Connected; the first figures are on their way.',
};

function firstContact(entry: PodEntry, nowMs: number): Sign | null {
  const { link } = entry;
  if (link.kind === 'live') return firstSample;
  if (isStarting(entry, nowMs)) return startingSign(link);
  if (link.kind === 'waiting')
    return { kind: 'booting', word: 'queued', text: 'Waiting for its turn to connect.' };
  if (link.kind !== 'connecting') return null;
  if (link.attempt > 1)
    return { kind: 'lost', word: 'no answer', text: `No SSH yet: attempt ${link.attempt} to open it.` };
  return { kind: 'booting', word: 'connecting', text: 'Opening SSH.' };
}

function startingSign(link: Link): Sign {
  const word = link.kind === 'lost' ? 'no ssh yet' : 'starting';
  const reason = link.kind === 'lost' || link.kind === 'none' ? ` ${link.reason}` : '';
  return { kind: 'booting', word, text: `The container has just started; no figures yet.${reason}` };
}
