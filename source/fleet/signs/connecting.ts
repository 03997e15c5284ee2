/** The first connection is being made; after a loss, the figures on screen are old until it is back. */
import { shortDuration } from '../duration.ts';
import type { PodEntry } from '../fleet.ts';
import { isStale } from '../freshness.ts';
import type { Sign, SignRule } from './sign.ts';

export const connecting: SignRule = { id: 'connecting', subject: 'link', reportAfterMs: null, find };

function find(entry: PodEntry, nowMs: number): Sign | null {
  const { link, sample } = entry;
  if (sample !== null) {
    if (!isStale(entry, nowMs)) return null;
    const age = shortDuration(nowMs - sample.receivedAtMs);
    return { kind: 'lost', word: `stale ${age}`, text: `The newest figures are ${age} old.` };
  }
  if (link.kind === 'waiting')
    return { kind: 'booting', word: 'queued', text: 'Waiting for its turn to connect.' };
  if (link.kind === 'connecting') return { kind: 'booting', word: 'connecting', text: 'Opening SSH.' };
  if (link.kind === 'live')
    return { kind: 'booting', word: 'first…', text: 'Connected; the first sample is on its way.' };
  return null;
}
