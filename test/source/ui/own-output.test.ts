/** The console's own lines in the output pane: long ones can be read whole, and all of them can be scrolled to. */
import { expect, test } from 'vitest';
import type { OutputLine } from '../../../source/fleet/fleet.ts';
import type { Span } from '../../../source/ui/draw/paint.ts';
import { lowestAtTop, ownOutputRows } from '../../../source/ui/panes/own-output-rows.ts';
import { fixtureFleet } from './fixture-fleet.ts';
import { openStage } from './screen-on-terminal.ts';

const reason =
  'create train failed: RunPod has none of what was asked for. 1 x NVIDIA A40 in EU-RO-1: there are no longer any instances available with the requested specifications. Ask for other GPU types, or leave the region out.';

function line(id: number, text: string): OutputLine {
  return { id, atMs: 1_700_000_000_000, level: 'error', text };
}

const textOf = (row: readonly Span[]): string =>
  row.map((span) => (typeof span === 'string' ? span : span[0])).join('');

test.each([80, 120])('the reason of a failure is readable whole at %i columns', async (columns) => {
  const fleet = { ...fixtureFleet(), output: [line(1, reason)] };
  const stage = await openStage({ fleet, size: { columns, rows: 40 } });
  try {
    // Where the screen is narrow there is a pane of it only while it has the keys.
    await stage.press('shift+tab');
    const shown = (await stage.rows()).join(' ').replace(/[│┃]/g, ' ').replace(/ +/g, ' ');
    for (const part of reason.split('. ')) expect(shown).toContain(part.slice(0, 40));
    expect(shown).toContain('leave the region out.');
  } finally {
    stage.close();
  }
});

test('every line can be brought into sight from its beginning', () => {
  const output = [1, 2, 3, 4, 5, 6, 7].map((id) =>
    line(id, id % 2 === 0 ? `line ${id}` : `line ${id}: ${'word '.repeat(id * 10).trim()}`),
  );
  const place = { output, width: 80, pageRows: 6 };
  const top = lowestAtTop({ ...place, outputId: null });
  const seen = output.slice(top).flatMap(({ id }) => {
    const { rows, lineCount } = ownOutputRows({ ...place, outputId: id });
    expect(rows).toHaveLength(6);
    expect(lineCount).toBeGreaterThan(0);
    return rows.map(textOf);
  });
  for (const { id } of output) expect(seen.filter((row) => row.includes(`line ${id}`))).not.toEqual([]);
  expect(seen.join('\n')).not.toContain('…');
});
