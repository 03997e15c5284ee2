/** Pages that are one table, and the palette that leads to them: keys in, the screen's text out. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { noResources, type ResourcesSnapshot } from '../../../source/fleet/catalogue.ts';
import { renderToString } from '../../../source/ui/ink.ts';
import type { Operator } from '../../../source/ui/operator.ts';
import { createScreen } from '../../../source/ui/screen.ts';
import { tables } from '../../../source/ui/tables/index.ts';
import { sizedColumns } from '../../../source/ui/tables/sized-columns.ts';
import { fixtureFleet, fixtureNowMs } from './fixture-fleet.ts';

const read = { isReading: false, readAtMs: fixtureNowMs - 4000, failure: null };
const resources: ResourcesSnapshot = {
  ...noResources,
  gpus: {
    ...read,
    rows: [
      gpu('NVIDIA H100 80GB HBM3', 'H100 SXM', { secureDollars: 2.99, stock: 'low' }),
      gpu('NVIDIA GeForce RTX 4090', 'RTX 4090', { secureDollars: 0.69, stock: null, dataCentres: [] }),
      gpu('AMD Instinct MI300X OAM', 'MI300X', { secureDollars: null, stock: 'none' }),
    ],
  },
  volumes: {
    ...read,
    rows: [{ id: 'vol-7', name: 'datasets', dataCentreId: 'EU-RO-1', sizeGigabytes: 500 }],
  },
  keys: {
    ...read,
    rows: null,
    failure: { message: 'The API did not answer.', hint: 'It is asked again by Ctrl-R.' },
  },
};

function gpu(
  typeId: string,
  displayName: string,
  more: Partial<NonNullable<ResourcesSnapshot['gpus']['rows']>[number]>,
) {
  return {
    ...{ typeId, displayName, manufacturer: 'NVIDIA', memoryGigabytes: 80, secureDollars: 1 },
    ...{ communityDollars: null, lowestBidDollars: null, maxGpuCount: 8, stock: 'high' as const },
    dataCentres: [{ id: 'EU-RO-1', stock: 'low' as const }],
    ...more,
  };
}

function screenAfter(keys: readonly string[], size = { columns: 120, rows: 30 }) {
  const asked: string[] = [];
  const fleet = fixtureFleet();
  const operator = new Proxy({} as Operator, {
    get: (_target, name) => (argument: unknown) => asked.push(`${String(name)} ${String(argument)}`),
  });
  const screen = createScreen({
    fleetStore: { snapshot: () => fleet, subscribe: () => () => {}, flushNow: () => {} },
    resources: { snapshot: () => resources, subscribe: () => () => {} },
    ...{ operator, size, nowMs: () => fixtureNowMs, look: { colours: 'none', glyphs: 'unicode' } },
  });
  for (const key of keys) screen.handleEvent({ kind: 'key', key });
  const text = stripVTControlCharacters(renderToString(screen.element, { columns: size.columns }));
  screen.dispose();
  return { text, asked };
}

describe('tables', () => {
  it('are opened by their digit, read as they open, and gone through by it', () => {
    const first = screenAfter(['5']);
    expect(first.asked).toContain('readResource gpus');
    expect(first.text).toContain('GPUs at RunPod');
    expect(screenAfter(['5', '5', '5']).text).toContain('network volumes');
    expect(screenAfter(['5', '[']).text).toContain('secrets');
  });

  it('show the cheapest GPU first, and what is not known as such', () => {
    const { text } = screenAfter(['5']);
    const [first = '', second = '', third = ''] = text
      .split('\n')
      .filter((line) => /RTX 4090|H100 SXM|MI300X/.test(line));
    expect(first).toMatch(/RTX 4090 .*0\.69 .*not known/);
    expect(second).toMatch(/H100 SXM .*2\.99 .*low/);
    // RunPod's word for the type is none, and a region has some.
    expect(third).toMatch(/MI300X .*— .*low .*EU-RO-1/);
  });

  it('keep the selection by its row and copy its id', () => {
    const { asked } = screenAfter(['5', 'j', 'c']);
    expect(asked).toContain('copy NVIDIA H100 80GB HBM3');
  });

  it('filter by words, and Esc shows all again', () => {
    const filtered = screenAfter(['5', '/', 'm', 'i', '3', 'enter']).text;
    expect(filtered).toContain('MI300X');
    expect(filtered).not.toContain('H100 SXM');
    expect(screenAfter(['5', '/', 'm', 'i', '3', 'enter', 'escape']).text).toContain('H100 SXM');
    expect(screenAfter(['5', '/', 'z', 'z', 'enter']).text).toContain('nothing matches');
  });

  it('say why nothing is known', () => {
    const { text } = screenAfter([':', 'k', 'e', 'y', 's', 'enter']);
    expect(text).toContain('The API did not answer.');
    expect(text).toContain('It is asked again by Ctrl-R.');
  });

  it('delete a row only once its name has been typed, and say before what is lost', () => {
    const open = ['5', '5', '5', 'D'];
    const { text } = screenAfter(open);
    expect(text).toContain('everything on its 500 GB, for good.');
    expect(text).toContain('Its $35.00 a month end.');
    expect(text).toMatch(/type .*datasets.*to delete/);
    const ended = (keys: readonly string[]) =>
      screenAfter([...open, ...keys]).asked.filter((each) => each.startsWith('endResource'));
    expect(ended([...'dataset', 'enter'])).toEqual([]);
    expect(ended([...'datasets', 'escape'])).toEqual([]);
    expect(ended([...'datasets', 'enter'])).toEqual(['endResource volumes']);
  });

  it('begin the form of a pod with the GPU of the row', () => {
    expect(screenAfter(['5', 'j', 'N']).text).toMatch(/GPU types +H100 SXM/);
  });

  it.each([
    [80, 24],
    [200, 60],
    [46, 12],
  ])('fit %i columns and %i rows', (columns, rows) => {
    const lines = screenAfter(['5'], { columns, rows }).text.split('\n');
    expect(lines).toHaveLength(rows);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
  });
});

it('no table is wider than its page', () => {
  const sort = { word: '', reversed: false };
  const pages = Array.from({ length: 201 }, (_, index) => index + 40);
  const wide = tables.flatMap((table) =>
    pages.flatMap((page) => {
      const columns = sizedColumns(table, [], { page, sort });
      const width = columns.reduce((sum, column) => sum + column.width + 1, 3);
      return width > page ? [`${table.id} takes ${width} of ${page}`] : [];
    }),
  );
  expect(wide).toEqual([]);
});

describe('the palette', () => {
  it('opens a page by its name, an action by its words, and a pod by its own', () => {
    expect(screenAfter([':', ...'volumes', 'enter']).text).toContain('datasets');
    expect(
      screenAfter([':', ...'view header', 'enter'].map((key) => (key === ' ' ? 'space' : key))).text,
    ).not.toContain('[1 Pods');
    const [pod] = [...fixtureFleet().pods.values()];
    const name = pod?.pod.name ?? '';
    const { text } = screenAfter(
      [':', ...`pod ${name}`, 'enter'].map((key) => (key === ' ' ? 'space' : key)),
    );
    expect(text).toMatch(new RegExp(`▸.{1,4}${name}`));
  });

  it('finds by letters in their order, and says when nothing fits', () => {
    expect(screenAfter([':', ...'tmplts']).text).toContain('templates');
    expect(screenAfter([':', ...'zzzz']).text).toContain('no command has these words');
  });
});
