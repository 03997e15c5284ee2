import { describe, expect, it } from 'vitest';
import { noResources } from '../../../../source/fleet/catalogue.ts';
import { noForwards } from '../../../../source/fleet/forwards.ts';
import { noDeploys } from '../../../../source/jobs/model/deploys.ts';
import { noJobs } from '../../../../source/jobs/model/job.ts';
import { noLife } from '../../../../source/life/life-snapshot.ts';
import { noLogs } from '../../../../source/logs/model/snapshot.ts';
import type { Action } from '../../../../source/ui/state/action.ts';
import { lifeRefusal } from '../../../../source/ui/state/power.ts';
import { reduceView } from '../../../../source/ui/state/reduce.ts';
import type { Situation } from '../../../../source/ui/state/situation.ts';
import { reportIndex } from '../../../../source/ui/state/streams.ts';
import { initialView, noticeMs, type View } from '../../../../source/ui/state/view.ts';
import { makeEntry, makeFleet, makePod, nowMs } from '../../fleet/make.ts';

const ids = Array.from({ length: 30 }, (_, index) => `p${index}`);

function situation(fields: Partial<Situation> = {}): Situation {
  const podIds = fields.podIds ?? ids;
  return {
    fleet: makeFleet(podIds.map((id) => makeEntry({ pod: makePod({ id, name: id }) }))),
    nowMs,
    podIds,
    panes: ['list', 'detail', 'health', 'output'],
    pageRows: { list: 10, detail: 8, health: 6, output: 4, jobs: 5, releases: 5, table: 5, logs: 10 },
    deploys: noDeploys,
    resources: noResources,
    forwards: noForwards,
    logs: noLogs,
    life: noLife,
    outputTop: 3,
    releaseRows: 0,
    planRoom: { rows: 0, pageRows: 0 },
    detailRows: 20,
    jobs: noJobs,
    jobLines: [],
    linesUnfolded: () => [],
    keyOf: (id) => id,
    ...fields,
  };
}

function viewAfter(
  actions: readonly Action[],
  { view, at }: { readonly view?: View; readonly at?: Situation } = {},
): View {
  const where = at ?? situation();
  const begun = reduceView(view ?? initialView(), { kind: 'rows-changed' }, where).view;
  return actions.reduce((current, action) => reduceView(current, action, where).view, begun);
}

describe('selection', () => {
  it('begins with the first row and moves within the list', () => {
    expect(viewAfter([]).list.selectedId).toBe('p0');
    expect(viewAfter([{ kind: 'move', by: { rows: -1 } }]).list.selectedId).toBe('p0');
    expect(viewAfter([{ kind: 'move', by: { rows: 3 } }]).list.selectedId).toBe('p3');
    expect(viewAfter([{ kind: 'move', by: 'last' }]).list.selectedId).toBe('p29');
    expect(viewAfter([{ kind: 'move', by: { pages: 1 } }]).list.selectedId).toBe('p10');
    expect(viewAfter([{ kind: 'move', by: { pages: 0.5 } }]).list.selectedId).toBe('p5');
  });

  it('scrolls no further than it must', () => {
    expect(viewAfter([{ kind: 'move', by: { rows: 9 } }]).list.top).toBe(0);
    expect(viewAfter([{ kind: 'move', by: { rows: 10 } }]).list.top).toBe(1);
    expect(
      viewAfter([
        { kind: 'move', by: 'last' },
        { kind: 'move', by: { rows: -5 } },
      ]).list.top,
    ).toBe(20);
    expect(
      viewAfter([
        { kind: 'move', by: 'last' },
        { kind: 'move', by: 'first' },
      ]).list.top,
    ).toBe(0);
  });

  it('stays with the pod when rows change places, and goes to its neighbour when it has gone', () => {
    const view = viewAfter([{ kind: 'move', by: { rows: 4 } }]);
    expect(viewAfter([], { view, at: situation({ podIds: [...ids].reverse() }) }).list.selectedId).toBe('p4');
    expect(
      viewAfter([], { view, at: situation({ podIds: ids.filter((id) => id !== 'p4') }) }).list.selectedId,
    ).toBe('p5');
    expect(viewAfter([], { view, at: situation({ podIds: ids.slice(0, 3) }) }).list.selectedId).toBe('p2');
    expect(viewAfter([], { view, at: situation({ podIds: [] }) }).list.selectedId).toBeNull();
  });

  it('comes back to the pod that a filter has hidden, unless another was chosen meanwhile', () => {
    const chosen = viewAfter([{ kind: 'move', by: { rows: 4 } }]);
    const none = viewAfter([{ kind: 'move', by: { rows: 1 } }], {
      view: chosen,
      at: situation({ podIds: [], fleet: situation().fleet }),
    });
    expect(none.list.selectedId).toBeNull();
    expect(viewAfter([], { view: none }).list.selectedId).toBe('p4');
    const fewer = situation({ podIds: ['p2', 'p6', 'p9'], fleet: situation().fleet });
    const hidden = viewAfter([], { view: chosen, at: fewer });
    expect(hidden.list.selectedId).toBe('p6');
    expect(viewAfter([], { view: hidden }).list.selectedId).toBe('p4');
    const other = viewAfter([{ kind: 'move', by: { rows: 1 } }], { view: hidden, at: fewer });
    expect(viewAfter([], { view: other }).list.selectedId).toBe('p9');
    const clicked = viewAfter([{ kind: 'select-pod', podId: 'p2' }], { view: hidden, at: fewer });
    expect(viewAfter([], { view: clicked }).list.selectedId).toBe('p2');
  });

  it('is the first row, which is the worst, until the operator has chosen', () => {
    const turned = situation({ podIds: [...ids].reverse() });
    expect(viewAfter([], { view: viewAfter([]), at: turned }).list.selectedId).toBe('p29');
    const chosen = viewAfter([{ kind: 'copy-id' }]);
    expect(viewAfter([], { view: chosen, at: turned }).list.selectedId).toBe('p0');
  });

  it('is the same view when nothing has changed, so that nothing is drawn', () => {
    const view = viewAfter([]);
    expect(reduceView(view, { kind: 'rows-changed' }, situation()).view).toBe(view);
  });

  it('keeps its place while the list is not on the screen', () => {
    const view = viewAfter([{ kind: 'move', by: 'last' }]);
    const hidden = situation({
      pageRows: { list: 0, detail: 8, health: 0, output: 0, jobs: 0, releases: 0, table: 0, logs: 10 },
    });
    expect(viewAfter([], { view, at: hidden }).list.top).toBe(view.list.top);
  });
});

describe('ways back', () => {
  it('undoes one level at a time by Esc and never leaves', () => {
    const deep = viewAfter([
      { kind: 'filter-open' },
      { kind: 'edit', edit: { kind: 'insert', text: 'p' } },
      { kind: 'filter-accept' },
      { kind: 'zoom', step: 1 },
      { kind: 'open-detail' },
      { kind: 'help-open' },
    ]);
    const steps: string[] = [];
    let view = deep;
    for (let step = 0; step < 6; step++) {
      const outcome = reduceView(view, { kind: 'escape' }, situation());
      expect(outcome.asks).toEqual([]);
      view = outcome.view;
      steps.push(
        [
          view.overlay?.kind ?? '',
          view.detail.open ? 'detail' : '',
          view.zoom === 0 ? '' : 'zoom',
          view.filter.applied,
        ]
          .join(' ')
          .trim(),
      );
    }
    expect(steps).toEqual(['detail zoom p', 'zoom p', 'p', '', '', '']);
  });

  it('goes back by q and leaves from the outermost level', () => {
    const inside = reduceView(viewAfter([{ kind: 'open-detail' }]), { kind: 'back' }, situation());
    expect([inside.view.detail.open, inside.asks]).toEqual([false, []]);
    expect(reduceView(inside.view, { kind: 'back' }, situation()).asks).toEqual([
      { kind: 'quit', jobs: 'stop' },
    ]);
  });
});

describe('panes', () => {
  it('have the keys again that they had when the detail closes', () => {
    const covered = situation({ panes: ['detail'] });
    for (const focus of ['list', 'output'] as const) {
      const open = viewAfter([{ kind: 'open-detail' }], { view: { ...viewAfter([]), focus } });
      const closed = viewAfter([{ kind: 'escape' }], { view: viewAfter([], { view: open, at: covered }) });
      expect(closed.focus).toBe(focus);
    }
  });

  it('go round in both directions and give up focus that is no longer there', () => {
    expect(viewAfter([{ kind: 'pane', step: 1 }]).focus).toBe('detail');
    expect(viewAfter([{ kind: 'pane', step: -1 }]).focus).toBe('output');
    const view = viewAfter([
      { kind: 'pane', step: 1 },
      { kind: 'pane', step: 1 },
    ]);
    expect(view.focus).toBe('health');
    expect(viewAfter([], { view, at: situation({ panes: ['list'] }) }).focus).toBe('list');
  });

  it('zoom in two steps and back', () => {
    const zooms = [1, 2, 2, 1, 0, 0];
    let view = viewAfter([]);
    for (const [index, expected] of zooms.entries()) {
      view = reduceView(view, { kind: 'zoom', step: index < 3 ? 1 : -1 }, situation()).view;
      expect(view.zoom).toBe(expected);
    }
  });

  it('scroll the detail within its lines', () => {
    const view = viewAfter([{ kind: 'open-detail' }, { kind: 'move', by: 'last' }]);
    expect(view.detail.top).toBe(12);
    expect(reduceView(view, { kind: 'move', by: { rows: 5 } }, situation()).view.detail.top).toBe(12);
    expect(reduceView(view, { kind: 'move', by: { pages: -1 } }, situation()).view.detail.top).toBe(4);
  });
});

describe('the filter', () => {
  it('keeps the last good text while what is typed cannot be read', () => {
    const good = viewAfter([
      { kind: 'filter-open' },
      { kind: 'edit', edit: { kind: 'insert', text: 'util>5' } },
    ]);
    expect(good.filter).toMatchObject({ applied: 'util>5', error: null });
    const bad = viewAfter([{ kind: 'edit', edit: { kind: 'insert', text: ' (' } }], { view: good });
    expect(bad.filter.applied).toBe('util>5');
    expect(bad.filter.error).not.toBeNull();
    expect(viewAfter([{ kind: 'filter-accept' }], { view: bad }).filter.field).not.toBeNull();
    expect(viewAfter([{ kind: 'filter-cancel' }], { view: bad }).filter).toMatchObject({
      applied: '',
      field: null,
      error: null,
    });
  });

  it('remembers what was accepted', () => {
    const typed = (text: string): Action[] => [
      { kind: 'filter-open' },
      { kind: 'edit', edit: { kind: 'clear' } },
      { kind: 'edit', edit: { kind: 'insert', text } },
      { kind: 'filter-accept' },
    ];
    const view = viewAfter([...typed('one'), ...typed('two'), ...typed('one'), { kind: 'filter-open' }]);
    expect(view.filter.history).toEqual(['one', 'two']);
    const older = viewAfter(
      [
        { kind: 'filter-history', step: 1 },
        { kind: 'filter-history', step: 1 },
      ],
      { view },
    );
    expect(older.filter.field?.text).toBe('two');
    expect(
      viewAfter(
        [
          { kind: 'filter-history', step: -1 },
          { kind: 'filter-history', step: -1 },
        ],
        { view: older },
      ).filter.field?.text,
    ).toBe('');
  });
});

describe('the cursor in the health stream', () => {
  it('stays at its place when the line under it is repeated and goes to the top', () => {
    const reports = [5, 4, 3, 2, 1].map((id) => ({ id })).reverse();
    expect(reportIndex(3, reports)).toBe(2);
    const repeated = reports.filter(({ id }) => id !== 3).concat({ id: 6 });
    expect(reportIndex(3, repeated)).toBe(3);
    expect(repeated[repeated.length - 1 - 3]).toEqual({ id: 2 });
    expect(reportIndex(0, reports)).toBe(4);
  });
});

describe('a stream that was scrolled', () => {
  it('follows the newest line again when another pane gets the keys', () => {
    const scrolled: View = { ...viewAfter([]), focus: 'health', reportId: 3, outputId: 2 };
    const still = viewAfter([{ kind: 'zoom', step: 1 }], { view: scrolled });
    expect([still.reportId, still.outputId]).toEqual([3, null]);
    expect(viewAfter([{ kind: 'pane', step: 1 }], { view: still }).reportId).toBeNull();
    expect(viewAfter([{ kind: 'select-pod', podId: 'p2' }], { view: still }).reportId).toBeNull();
  });
});

describe('starting and stopping', () => {
  it.each([
    ['running', makeEntry(), 'stop', 'start'],
    ['stopped', makeEntry({ pod: makePod({ state: { kind: 'stopped', by: 'user' } }) }), 'start', 'stop'],
    ['initialising', makeEntry({ pod: makePod({ state: { kind: 'initialising' } }) }), 'stop', 'start'],
  ] as const)('%s', (_, entry, possible, other) => {
    expect(lifeRefusal(entry, possible, situation())).toBeNull();
    expect(lifeRefusal(entry, other, situation())).not.toBeNull();
  });

  it.each([
    ['terminated', makeEntry({ pod: makePod({ state: { kind: 'terminated' } }) }), 'terminated'],
    ['locked', makeEntry({ pod: makePod({ locked: true }) }), 'locked'],
    ['asked already', makeEntry({ pending: { action: 'stop', sinceMs: nowMs } }), 'asked to stop already'],
    ['a host of one’s own', makeEntry({ pod: makePod({ provider: 'ssh' }) }), 'no API'],
  ])('refuses what is %s, with the reason', (_, entry, reason) => {
    expect(lifeRefusal(entry, 'stop', situation())).toContain(reason);
  });

  it('asks first, with no as the marked answer', () => {
    const view = viewAfter([{ kind: 'power' }]);
    expect(view.overlay).toMatchObject({
      kind: 'life',
      action: 'stop',
      podIds: ['p0'],
      typed: null,
      choice: 'no',
    });
    expect(reduceView(view, { kind: 'dialog-enter' }, situation()).asks).toEqual([]);
    expect(reduceView(view, { kind: 'dialog-answer', yes: true }, situation()).asks).toEqual([
      { kind: 'stop', podId: 'p0' },
    ]);
    const marked = reduceView(view, { kind: 'dialog-toggle' }, situation()).view;
    expect(reduceView(marked, { kind: 'dialog-enter' }, situation()).asks).toEqual([
      { kind: 'stop', podId: 'p0' },
    ]);
  });
});

describe('freezing', () => {
  it('keeps a copy whose history no longer changes', () => {
    const where = situation();
    const view = viewAfter([{ kind: 'freeze' }], { at: where });
    const live = where.fleet.pods.get('p0')?.history.gpuPercent.slots;
    const kept = view.frozen?.fleet.pods.get('p0')?.history.gpuPercent.slots;
    live?.fill(1);
    expect(kept?.some((value) => value === 1)).toBe(false);
    expect(viewAfter([{ kind: 'freeze' }], { view }).frozen).toBeNull();
    const noticed = viewAfter([{ kind: 'notice', level: 'warn', text: 'the display is frozen' }], { view });
    expect(viewAfter([{ kind: 'freeze' }], { view: noticed }).notice).toBeNull();
  });
});

describe('notices', () => {
  it('carry their time, so that the footer can let them go', () => {
    const view = viewAfter([{ kind: 'copy-id' }]);
    expect(view.notice).toEqual({ level: 'info', text: 'copied the id of p0: p0', atMs: nowMs });
    expect(noticeMs).toBeGreaterThan(1000);
  });
});
