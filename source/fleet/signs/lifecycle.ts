/** What the API says of the pod's life. While it is not running, nothing else about it is of interest. */
import { shortDuration } from '../duration.ts';
import type { PodEntry } from '../fleet.ts';
import type { Sign, SignRule } from './sign.ts';

export const lifecycle: SignRule = { id: 'lifecycle', subject: 'pod', reportAfterMs: null, find };

function find(entry: PodEntry, nowMs: number): Sign | null {
  const { state, lastStatusChange } = entry.pod;
  if (entry.pending !== null) return pendingSign(entry.pending.action, nowMs - entry.pending.sinceMs);
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
      return { kind: 'stopped', word, text: lastStatusChange ?? 'Stopped; its volume still bills.' };
    }
    case 'terminated':
      return { kind: 'stopped', word: 'terminated', text: lastStatusChange ?? 'Terminated.' };
    case 'unknown':
      return { kind: 'lost', word: 'unknown', text: state.reason };
  }
}

function pendingSign(action: 'start' | 'stop', forMs: number): Sign {
  const word = action === 'start' ? 'starting…' : 'stopping…';
  return {
    kind: 'booting',
    word,
    text: `Asked to ${action} ${shortDuration(forMs)} ago; the API does not show it yet.`,
  };
}
