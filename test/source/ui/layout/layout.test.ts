import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../../../source/ui/layout/layout.ts';
import type { LayoutRequest } from '../../../../source/ui/layout/request.ts';
import { paneIds } from '../../../../source/ui/state/view.ts';

type ViewPart = LayoutRequest['view'];

const plain: ViewPart = { page: 'pods', focus: 'list', zoom: 0, headerMode: 'full', detailOpen: false };

const views: readonly ViewPart[] = [
  plain,
  { ...plain, detailOpen: true },
  { ...plain, page: 'health', focus: 'health' },
  { ...plain, headerMode: 'none' },
  { ...plain, headerMode: 'one' },
  ...paneIds.flatMap((focus) =>
    [0, 1, 2].map((zoom): ViewPart => ({ ...plain, focus, zoom: zoom === 2 ? 2 : zoom === 1 ? 1 : 0 })),
  ),
];

/** How often each cell is covered, where it is not once. */
function faults(request: LayoutRequest): string[] {
  const { columns, rows } = request.size;
  const cover = new Uint8Array(columns * rows);
  const found: string[] = [];
  for (const { kind, rect } of layoutOf(request).panes) {
    if (
      rect.left < 0 ||
      rect.top < 0 ||
      rect.left + rect.width > columns ||
      rect.top + rect.height > rows ||
      rect.height < 1
    )
      found.push(`${kind} at ${JSON.stringify(rect)} leaves the screen`);
    for (let row = rect.top; row < rect.top + rect.height; row++)
      for (let column = rect.left; column < rect.left + rect.width; column++) {
        const cell = row * columns + column;
        cover[cell] = (cover[cell] ?? 0) + 1;
      }
  }
  if (cover.some((count) => count !== 1)) found.push('not every cell is covered once');
  return found;
}

function kindsAt(columns: number, rows: number, podCount = 14): string[] {
  return layoutOf({ size: { columns, rows }, view: plain, podCount, welcome: false }).panes.map(
    (pane) => pane.kind,
  );
}

describe('the layout', () => {
  it('covers every cell of every size once, in every view', () => {
    const found: string[] = [];
    for (const columns of [
      1, 12, 39, 40, 46, 59, 60, 79, 80, 99, 100, 119, 120, 150, 179, 180, 200, 240, 400,
    ])
      for (const rows of [1, 9, 10, 12, 15, 16, 19, 20, 23, 24, 30, 35, 36, 40, 49, 50, 60, 100])
        for (const podCount of [0, 1, 14, 500])
          for (const view of views)
            for (const fault of faults({ size: { columns, rows }, view, podCount, welcome: podCount === 0 }))
              found.push(`${columns}x${rows}, ${podCount} pods, ${JSON.stringify(view)}: ${fault}`);
    expect(found.slice(0, 5)).toEqual([]);
  });

  it.each([
    [46, 12, ['header', 'list', 'footer']],
    [60, 20, ['header', 'list', 'last-output', 'footer']],
    [80, 24, ['header', 'alerts', 'crumb', 'list', 'strip', 'health', 'last-output', 'footer']],
    [100, 30, ['header', 'alerts', 'crumb', 'list', 'detail', 'last-output', 'footer']],
    [120, 40, ['header', 'alerts', 'crumb', 'list', 'detail', 'divider', 'health', 'output', 'footer']],
    [
      200,
      60,
      [
        'header',
        'alerts',
        'crumb',
        'list',
        'heat',
        'fleet-history',
        'output',
        'divider',
        'detail',
        'health',
        'footer',
      ],
    ],
  ])('shows at %ix%i what fits there', (columns, rows, expected) => {
    expect(kindsAt(columns, rows)).toEqual(expected);
  });

  it('gives the list the rows it needs before anything else grows', () => {
    for (const [columns, rows] of [
      [120, 40],
      [200, 60],
      [80, 40],
    ] as const) {
      const list = layoutOf({
        size: { columns, rows },
        view: plain,
        podCount: 14,
        welcome: false,
      }).panes.find((pane) => pane.kind === 'list');
      expect(list?.rect.height).toBeGreaterThanOrEqual(15);
    }
  });

  it.each([
    [60, 24],
    [80, 24],
    [80, 35],
    [100, 24],
    [120, 30],
  ])('has the row of alerts at %ix%i, and the list the rows that it has without', (columns, rows) => {
    const listOf = (headerMode: ViewPart['headerMode']) =>
      layoutOf({
        size: { columns, rows },
        view: { ...plain, headerMode },
        podCount: 500,
        welcome: false,
      }).panes.find(({ kind }) => kind === 'list')?.rect.height ?? 0;
    expect(kindsAt(columns, rows)).toContain('alerts');
    // The row of pages costs the list one, that of alerts none.
    expect(listOf('full')).toBeGreaterThanOrEqual(listOf('one') - 1);
  });

  it('shows one line where nothing else could be read', () => {
    expect(kindsAt(39, 24)).toEqual(['too-small']);
    expect(kindsAt(80, 9)).toEqual(['too-small']);
    expect(kindsAt(0, 0)).toEqual([]);
  });

  it('lets Tab choose between detail and health where only one fits', () => {
    const at = (focus: ViewPart['focus']) =>
      layoutOf({ size: { columns: 100, rows: 30 }, view: { ...plain, focus }, podCount: 14, welcome: false });
    expect(at('list').focusable).toEqual(['list', 'detail', 'health', 'output']);
    expect(at('health').panes.map((pane) => pane.kind)).toContain('health');
    expect(at('detail').panes.map((pane) => pane.kind)).not.toContain('health');
  });
});
