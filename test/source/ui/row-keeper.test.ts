import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../source/fleet/filter/parse.ts';
import { rowsOf, sortKeys } from '../../../source/fleet/questions.ts';
import { createRowKeeper } from '../../../source/ui/row-keeper.ts';
import { fixtureFleet, fixtureNowMs } from './fixture-fleet.ts';

describe('kept rows', () => {
  it('are those that would be worked out anew, whatever was asked before', () => {
    const keeper = createRowKeeper();
    const fleet = fixtureFleet();
    for (const nowMs of [fixtureNowMs, fixtureNowMs + 5000])
      for (const filter of ['', 'gpu>4', 'llama', 'health=fail'])
        for (const key of sortKeys)
          for (const reversed of [false, true]) {
            const sort = { key, reversed };
            const parsed = parseFilter(filter);
            const matcher = parsed.ok
              ? { matches: (row: Parameters<typeof parsed.matches>[0]) => parsed.matches(row, nowMs) }
              : null;
            const anew = rowsOf({ fleet, filter: matcher, sort, nowMs }).map((row) => row.id);
            expect(keeper.rowsOf({ fleet, nowMs, sort, filter }).podIds).toEqual(anew);
          }
  });

  it('are the very same while nothing has changed', () => {
    const keeper = createRowKeeper();
    const request = {
      fleet: fixtureFleet(),
      nowMs: fixtureNowMs,
      sort: { key: 'health', reversed: false } as const,
      filter: '',
    };
    expect(keeper.rowsOf({ ...request })).toBe(keeper.rowsOf(request));
  });

  it('follow a fleet that has lost and gained pods', () => {
    const keeper = createRowKeeper();
    const fleet = fixtureFleet();
    const request = {
      fleet,
      nowMs: fixtureNowMs,
      sort: { key: 'name', reversed: false } as const,
      filter: '',
    };
    const before = keeper.rowsOf(request).podIds;
    const fewer = { ...fleet, pods: new Map([...fleet.pods].slice(3)) };
    expect(keeper.rowsOf({ ...request, fleet: fewer }).totals.podCount).toBe(11);
    expect(keeper.rowsOf(request).podIds).toEqual(before);
  });
});
