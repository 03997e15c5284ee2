/** From the question to what the list shows: each action is under way until then, and no longer than a minute. */
import { describe, expect, it } from 'vitest';
import { conditionOf } from '../../../source/fleet/condition.ts';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import type { Pod } from '../../../source/fleet/pod.ts';
import type { PodAction } from '../../../source/fleet/pod-action.ts';
import { reduceFleet } from '../../../source/fleet/reduce.ts';
import { makeEntry, makeFleet, makePod, nowMs } from './make.ts';

function asked(action: PodAction, pod: Partial<Pod> = {}): Fleet {
  const fleet = makeFleet([makeEntry({ pod: makePod(pod) })]);
  return reduceFleet(fleet, [{ kind: 'asked', atMs: nowMs, podId: 'pod1', action }]);
}

function listed(fleet: Fleet, pods: readonly Pod[], afterMs = 1000): Fleet {
  return reduceFleet(fleet, [{ kind: 'pods-listed', provider: 'runpod', atMs: nowMs + afterMs, pods }]);
}

const pendingOf = (fleet: Fleet) => fleet.pods.get('pod1')?.pending?.action ?? null;

describe('an action that was asked for', () => {
  const shown: readonly [PodAction, Partial<Pod>, Partial<Pod>][] = [
    ['stop', {}, { state: { kind: 'stopped', by: 'user' } }],
    ['start', { state: { kind: 'stopped', by: 'user' } }, {}],
    ['restart', {}, { state: { kind: 'initialising' } }],
    ['restart', {}, { generation: 'g2' }],
    ['restart', { uptimeSeconds: 900 }, { uptimeSeconds: 3 }],
    ['edit', {}, { image: 'train:2' }],
    ['lock', {}, { locked: true }],
    ['unlock', { locked: true }, {}],
    ['terminate', {}, { state: { kind: 'terminated' } }],
  ];
  it.each(shown)('%s is over once the list shows it', (action, before, after) => {
    const fleet = asked(action, before);
    expect(pendingOf(listed(fleet, [makePod(before)]))).toBe(action);
    expect(pendingOf(listed(fleet, [makePod(after)]))).toBeNull();
  });

  it('is called off after a minute, with a report', () => {
    const late = listed(asked('restart'), [makePod()], 61_000);
    expect(pendingOf(late)).toBeNull();
    expect(late.reports.at(-1)?.text).toBe(
      'Still the same container, a minute after it was asked to restart.',
    );
  });

  it('has its word in the list; a lock hides nothing of how the pod is', () => {
    const word = (action: PodAction) => {
      const entry = asked(action).pods.get('pod1');
      return entry === undefined ? '' : conditionOf(entry, nowMs + 1000).word;
    };
    expect((['restart', 'terminate', 'edit'] as const).map(word)).toEqual([
      'restarting…',
      'ending…',
      'changing…',
    ]);
    expect(word('lock')).not.toContain('lock');
  });

  it('terminate ends with the pod gone from the list, as was asked', () => {
    const gone = listed(asked('terminate'), []);
    expect(gone.pods.size).toBe(0);
    expect(gone.reports.at(-1)?.text).toBe('Gone, as was asked.');
  });
});
