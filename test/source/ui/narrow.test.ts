/** What 80 columns and 24 rows still say: the way back, what the keys of a pair do, and whole sentences. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import { labelWithin } from '../../../source/ui/panes/overlays/label-within.ts';
import { fixtureFleet } from './fixture-fleet.ts';
import { openStage, type Stage } from './screen-on-terminal.ts';

let stage: Stage | null = null;
afterEach(() => {
  stage?.close();
  stage = null;
});

async function shown(keys: readonly string[], fleet: Fleet = fixtureFleet()): Promise<string[]> {
  stage?.close();
  stage = await openStage({ fleet, size: { columns: 80, rows: 24 } });
  await stage.press(...keys);
  return stage.rows();
}

describe('the footer', () => {
  it('names the way back from a pod and from a page, and the tabs of a pod', async () => {
    expect((await shown(['enter'])).at(-1)).toMatch(/ \] tabs .* q back/);
    expect((await shown(['2'])).at(-1)).toContain('q back');
    expect((await shown(['A'])).at(-1)).toContain('q back');
    expect((await shown([])).at(-1)).not.toContain('q back');
  });

  it('names every column to sort by', async () => {
    expect((await shown(['o'])).at(-1)).toBe(
      ' sort by u util  m mem  t temp  p power  c cost  a age  n name  h health  e gpu',
    );
  });

  it('offers to save no job where there is none', async () => {
    expect((await shown(['J'])).at(-1)).not.toContain('save');
  });
});

it('the empty stream of health says in one row what comes there', async () => {
  const fleet = fixtureFleet();
  const rows = await shown([], { ...fleet, reports: [] });
  expect(rows.join('\n')).toMatch(/health comes here, newest first; repeats are counted\. *\n/);
});

it.each([
  [
    'restart the pod, or all marked ones: their containers are made anew',
    50,
    'restart the pod, or all marked ones',
  ],
  ['restart the pod', 50, 'restart the pod'],
  ['menu: all that can be done with the pod', 20, 'menu: all that can be done with the pod'],
])('a label of the help is said whole, or as far as it stands for itself: %s', (label, room, expected) => {
  expect(labelWithin(label, room)).toBe(expected);
});
