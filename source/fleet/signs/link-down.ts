/** The telemetry link is not there. The first connections of a new container are not a loss: see `connecting`. */
import { isStarting } from '../booting.ts';
import { shortDuration } from '../duration.ts';
import type { PodEntry } from '../fleet.ts';
import type { Sign, SignRule } from './sign.ts';

export const linkDown: SignRule = {
  id: 'link-down',
  subject: 'link',
  reportAfterMs: 0,
  overText: 'live again',
  find,
};

function find(entry: PodEntry, nowMs: number): Sign | null {
  const { link } = entry;
  if (isStarting(entry, nowMs) && link.kind !== 'refused') return null;
  const staleFor = entry.sample === null ? null : shortDuration(nowMs - entry.sample.receivedAtMs);
  switch (link.kind) {
    case 'refused':
      return { kind: 'lost', word: 'refused', text: `SSH refused: ${link.reason} ${link.hint}` };
    case 'lost':
      return {
        kind: 'lost',
        word: staleFor === null ? 'no answer' : `lost ${staleFor}`,
        text: `SSH lost: ${link.reason}`,
      };
    case 'stale':
      return {
        kind: 'lost',
        word: `stale ${staleFor ?? ''}`.trim(),
        text: 'No figures for three intervals, though SSH is open.',
      };
    default:
      return null;
  }
}
