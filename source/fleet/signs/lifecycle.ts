/** What the API says of the pod's life. While it is not running, nothing else about it is of interest. */
import { shortDuration } from '../duration.ts';
import type { PodEntry } from '../fleet.ts';
import { underWayWords } from '../pod-action.ts';
import { statusChangeText } from '../status-change.ts';
import type { Sign, SignRule } from './sign.ts';

export const lifecycle: SignRule = { id: 'lifecycle', subject: 'pod', reportAfterMs: null, find };

function find(entry: PodEntry, nowMs: number): Sign | null {
  const { state, lastStatusChange } = entry.pod;
  const told = lastStatusChange === null ? null : statusChangeText(lastStatusChange);
  const pending = pendingSign(entry, nowMs);
  if (pending !== null) return pending;
  switch (state.kind) {
    case 'running':
      return null;
    case 'initialising':
      return {
        kind: 'booting',
        word: 'starting',
        text: 'Rented; no container reported yet (image pull, create or boot).',
      };
    case 'stopped': {
      const word = state.by === 'outbid' ? 'outbid' : 'stopped';
      return { kind: 'stopped', word, text: told ?? 'Stopped; its volume still bills.' };
    }
    case 'terminated':
      return { kind: 'stopped', word: 'terminated', text: told ?? 'Terminated.' };
    case 'unknown':
      return { kind: 'lost', word: 'unknown', text: state.reason };
  }
}

/** What leaves the pod as it is, such as a lock, hides nothing of how it is. */
function pendingSign({ pending }: PodEntry, nowMs: number): Sign | null {
  const word = pending === null ? null : underWayWords[pending.action];
  if (pending === null || word === null) return null;
  return {
    kind: 'booting',
    word,
    text: `Asked to ${pending.action} ${shortDuration(nowMs - pending.sinceMs)} ago; the API does not show it yet.`,
  };
}
