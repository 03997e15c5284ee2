import { afterEach, describe, expect, it } from 'vitest';
import type { Fleet, PodEntry } from '../../../source/fleet/fleet.ts';
import type { Link } from '../../../source/fleet/link.ts';
import type { PodState } from '../../../source/fleet/pod.ts';
import { emptyFleet } from '../../../source/fleet/reduce.ts';
import { textWidth } from '../../../source/terminal/text-width.ts';
import type { Look } from '../../../source/ui/draw/look.ts';
import { makeEntry, makeFleet, makePod } from '../fleet/make.ts';
import { fixtureFleet, fixtureNowMs } from './fixture-fleet.ts';
import { openStage, type Stage } from './screen-on-terminal.ts';

const sizes = [
  [46, 12],
  [60, 20],
  [80, 24],
  [80, 44],
  [100, 30],
  [120, 40],
  [180, 40],
  [200, 60],
] as const;
const looks: readonly Look[] = [
  { colours: 'truecolor', glyphs: 'unicode' },
  { colours: '16', glyphs: 'unicode' },
  { colours: 'none', glyphs: 'ascii' },
];

let stage: Stage | null = null;
afterEach(() => {
  stage?.close();
  stage = null;
});

async function open(fleet: Fleet, columns = 120, rows = 40, look?: Look): Promise<Stage> {
  stage = await openStage({ fleet, size: { columns, rows }, ...(look && { look }) });
  return stage;
}

/** A fleet of the same pod many times over, under names of its own. */
function manyPods(count: number, name: (index: number) => string = (index) => `worker-${index}`): Fleet {
  return makeFleet(
    Array.from({ length: count }, (_, index): PodEntry => {
      const entry = makeEntry({ pod: makePod({ id: `p${index}`, name: name(index) }) });
      return { ...entry, sample: entry.sample && { ...entry.sample, receivedAtMs: fixtureNowMs } };
    }),
  );
}

function expectFilled(
  rows: readonly string[],
  { columns, count }: { readonly columns: number; readonly count: number },
) {
  expect(rows).toHaveLength(count);
  for (const row of rows) expect(textWidth(row), row).toBeLessThanOrEqual(columns);
}

describe.each(looks)('with $colours colours and $glyphs glyphs', (look) => {
  it.each(sizes)('fills %ix%i exactly and never hides the failures', async (columns, rows) => {
    const { rows: read } = await open(fixtureFleet(), columns, rows, look);
    const lines = await read();
    expectFilled(lines, { columns, count: rows });
    expect(lines[0]).toContain(look.glyphs === 'ascii' ? 'X1' : '✖1');
    expect(lines.join('\n')).toContain('GPU lost');
    expect(lines[rows - 1]).toContain('? help');
  });

  it.each([
    ['no pods', emptyFleet('lab', { kind: 'live', answeredAtMs: fixtureNowMs })],
    ['one pod', manyPods(1)],
    ['500 pods', manyPods(500)],
    [
      'names of any length and width',
      manyPods(30, (index) => `${'名前データ'.repeat(index)}-👩‍👩‍👧-é́́-${index}`),
    ],
  ])('fills every size with %s', async (_, fleet) => {
    const { rows: read, resize } = await open(fleet, 80, 24, look);
    for (const [columns, rows] of sizes) {
      await resize({ columns, rows });
      expectFilled(await read(), { columns, count: rows });
    }
  });
});

/** Every way a pod can be, times every way its link can be. */
function everyShape(): Fleet {
  const sinceMs = fixtureNowMs - 90_000;
  const states: readonly PodState[] = [
    { kind: 'running' },
    { kind: 'initialising' },
    { kind: 'stopped', by: 'user' },
    { kind: 'stopped', by: 'outbid' },
    { kind: 'terminated' },
    { kind: 'unknown', reason: 'the API said FROBNICATED' },
  ];
  const links: readonly Link[] = [
    { kind: 'none', reason: 'no public SSH port' },
    { kind: 'waiting', sinceMs },
    { kind: 'connecting', sinceMs, attempt: 3 },
    { kind: 'live', sinceMs, via: 'agent' },
    { kind: 'stale', sinceMs, via: 'probe' },
    { kind: 'lost', sinceMs, reason: 'no answer', attempt: 2, retryAtMs: fixtureNowMs + 9000 },
    { kind: 'refused', sinceMs, reason: 'host key changed', hint: 'check the host, then forget the key' },
  ];
  return makeFleet(
    states.flatMap((state, row) =>
      links.flatMap((link, column) =>
        [true, false].map((hasSample): PodEntry => {
          const name = `${state.kind}-${link.kind}-${hasSample ? 'sample' : 'none'}-${row}`;
          const entry = makeEntry({
            pod: makePod({ id: `p${row}-${column}-${hasSample}`, name, state }),
            link,
          });
          return hasSample && entry.sample !== null
            ? { ...entry, sample: { ...entry.sample, receivedAtMs: fixtureNowMs - row * 4000 } }
            : { ...entry, sample: null };
        }),
      ),
    ),
  );
}

describe('every state of a pod and every state of its link', () => {
  it('has a row, a detail in each tab, and a word', async () => {
    const fleet = everyShape();
    const { press, rows } = await open(fleet, 100, 30);
    await press('o', 'n', 'enter');
    for (let index = 0; index < fleet.pods.size; index++) {
      const lines = await rows();
      expectFilled(lines, { columns: 100, count: 30 });
      expect(lines[3]?.trim()).not.toBe('');
      await press(']', 'escape', 'j', 'enter');
    }
  });

  it('says of a pod without figures why there are none', async () => {
    const { press, rows } = await open(everyShape(), 100, 30);
    await press('/', ...'name=running-refused-none-0'.split(''), 'enter', 'enter');
    const text = (await rows()).join('\n');
    expect(text).toContain('SSH was refused');
    expect(text).toContain('check the host, then forget the key');
  });
});

describe('the terminal', () => {
  it('gets no colour at all where none is wanted', async () => {
    const { lastFrame } = await open(fixtureFleet(), 200, 60, { colours: 'none', glyphs: 'unicode' });
    // Bold (1, 22) and inverse (7, 27) are no colours.
    const used = new Set(lastFrame().match(/\u001b\[[0-9;]*m/g));
    for (const sequence of used) expect(sequence).toMatch(/^\u001b\[(0|1|7|22|27)?m$/);
    expect(used.size).toBeGreaterThan(1);
  });

  it('gets nothing but ASCII where that is wanted', async () => {
    const { lastFrame } = await open(fixtureFleet(), 200, 60, { colours: 'none', glyphs: 'ascii' });
    expect(lastFrame()).toMatch(/^[\x20-\x7e\n\u001b]*$/);
  });

  it('is told what it needs to be when it is too small', async () => {
    const { rows, press, asked } = await open(fixtureFleet(), 38, 9);
    expect((await rows()).join(' ')).toContain('40×10 needed, now 38×9');
    await press('q');
    expect(asked).toEqual(['quit']);
  });

  it('gets no new frame when nothing has changed', async () => {
    const fleet = fixtureFleet();
    const { setFleet, setNow, frameCount } = await open(fleet);
    const before = frameCount();
    await setFleet({ ...fleet });
    await setFleet({ ...fleet });
    expect(frameCount()).toBe(before);
    await setNow(fixtureNowMs + 1000);
    expect(frameCount()).toBeGreaterThan(before);
  });

  it('shows what has gathered together with the clock, as one frame', async () => {
    const { gather, rows, setNow, frameCount } = await open(manyPods(3));
    const before = frameCount();
    gather(manyPods(3, (index) => `trainer-${index}`));
    await setNow(fixtureNowMs + 1000);
    expect((await rows()).join('\n')).toContain('trainer-0');
    expect(frameCount()).toBe(before + 1);
  });

  it('gets a tick of the clock without most rows changing', async () => {
    const { rows, setNow } = await open(fixtureFleet());
    const before = await rows();
    await setNow(fixtureNowMs + 1000);
    const after = await rows();
    const changed = after.filter((row, index) => row !== before[index]);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(10);
  });
});

describe('the list', () => {
  it('keeps the selected pod when the order changes', async () => {
    const { press, rows } = await open(fixtureFleet());
    await press('j');
    expect(selectedRow(await rows())).toContain('llama-sft-0');
    await press('o', 'n');
    expect(selectedRow(await rows())).toContain('llama-sft-0');
    const names = (await rows()).slice(4, 18).map((row) => row.slice(3, 25).trim());
    expect(names).toEqual([...names].sort((left, right) => left.localeCompare(right)));
    await press('o', 'N');
    expect(selectedRow(await rows())).toContain('llama-sft-0');
  });

  it('selects the neighbour of a pod that has gone', async () => {
    const fleet = manyPods(5);
    const { press, rows, setFleet } = await open(fleet);
    await press('j', 'j');
    expect(selectedRow(await rows())).toContain('worker-2');
    await setFleet({ ...fleet, pods: new Map([...fleet.pods].filter(([id]) => id !== 'p2')) });
    expect(selectedRow(await rows())).toContain('worker-3');
    await press('G');
    expect(selectedRow(await rows())).toContain('worker-4');
    await setFleet({ ...fleet, pods: new Map([...fleet.pods].filter(([id]) => id !== 'p4')) });
    expect(selectedRow(await rows())).toContain('worker-3');
  });

  it('scrolls through 500 pods and says where it is', async () => {
    const { press, rows } = await open(manyPods(500), 80, 24);
    expect((await rows())[2]).toContain('1–12/500↓');
    await press('G');
    expect((await rows())[2]).toContain('489–500/500↑');
    expect(selectedRow(await rows())).toMatch(/worker-\d+/);
    await press('g');
    expect((await rows())[2]).toContain('1–12/500↓');
  });

  it('keeps the last good filter while the text has an error, and clears it by Esc', async () => {
    const { press, rows } = await open(fixtureFleet());
    await press('/', ...'gpu>4'.split(''));
    expect((await rows()).at(-1)).toContain('/gpu>4');
    expect((await rows()).at(-1)).toContain('7 of 14');
    await press(...' nosuch=1'.split(''));
    const lines = await rows();
    expect(lines.at(-1)).toContain('nosuch');
    expect(lines.join('\n')).toContain('llama-sft-1');
    expect(lines.slice(4, 18).join('\n')).not.toContain('chat-serving-0');
    await press('escape');
    expect((await rows()).slice(4, 18).join('\n')).toContain('chat-serving-0');
    await press('/', ...'chat'.split(''), 'enter');
    expect((await rows())[2]).toContain('/chat 2 of 14');
    await press('escape');
    expect((await rows())[2]).not.toContain('/chat');
  });

  it('comes back to the pod that was selected when the filter without a match is taken back', async () => {
    const { press, rows } = await open(fixtureFleet());
    await press('j', '/', ...'zzz'.split(''));
    expect((await rows()).join('\n')).toContain('no pod matches');
    await press('escape');
    expect(selectedRow(await rows())).toContain('llama-sft-0');
  });

  it('has the keys again after the detail', async () => {
    const { press, rows } = await open(fixtureFleet());
    await press('g', 'enter', 'escape');
    const before = selectedRow(await rows());
    await press('j', 'j');
    expect(selectedRow(await rows())).not.toBe(before);
  });

  it('marks the way the values run', async () => {
    const { press, rows } = await open(fixtureFleet());
    expect((await rows())[3]).toContain('HEALTH↓');
    await press('o', 'n');
    expect((await rows())[3]).toContain('NAME↑');
    await press('o', 'N');
    expect((await rows())[3]).toContain('NAME↓');
    await press('o', 'c');
    expect((await rows())[3]).toContain('$/H↓');
  });

  it('reminds of the fields while a filter is typed', async () => {
    const { press, rows } = await open(fixtureFleet());
    await press('/');
    expect((await rows()).at(-1)).toMatch(/util>90.*name util mem/);
    await press('u');
    expect((await rows()).at(-1)).toMatch(/name util mem/);
  });

  it('says before a spot pod is started what that means', async () => {
    const spot = makePod({
      rental: 'spot',
      costPerHourDollars: 1.64,
      state: { kind: 'stopped', by: 'outbid' },
    });
    const { press, rows } = await open(makeFleet([makeEntry({ pod: spot })]), 80, 24);
    await press('S');
    const text = (await rows()).join('\n');
    expect(text).toContain("at RunPod's lowest bid that resumes it; last $1.64/h");
    expect(text).toContain('whoever bids more may stop it again');
  });

  it('says in an empty health stream that all is well, and only then', async () => {
    const { rows, setFleet } = await open(manyPods(3));
    expect((await rows()).join('\n')).toContain('● 3 pods running, nothing to report.');
    await setFleet(makeFleet([makeEntry({ link: { kind: 'none', reason: 'no port' } })]));
    expect((await rows()).join('\n')).toContain('What changes in a pod’s health comes here');
    expect((await rows()).join('\n')).not.toContain('nothing to report');
  });

  it('takes pasted text as text', async () => {
    const { screen, rows, press, asked } = await open(fixtureFleet());
    screen.handleEvent({ kind: 'paste', text: 'qqq' });
    expect(asked).toEqual([]);
    await press('/');
    screen.handleEvent({ kind: 'paste', text: 'chat\nq' });
    await press('ctrl+l');
    expect((await rows()).at(-1)).toContain('/chat q');
  });

  it('stands still while it is frozen, and says so', async () => {
    const fleet = fixtureFleet();
    const { press, rows, setFleet, setNow } = await open(fleet);
    await press('f');
    const before = (await rows()).slice(3, 18);
    const { pods } = fleet;
    await setFleet({ ...fleet, pods: new Map([...pods].slice(0, 3)) });
    await setNow(fixtureNowMs + 61_000);
    const lines = await rows();
    expect(lines[2]).toContain('FROZEN 01:01');
    expect(lines.at(-1)).toContain('f resume');
    expect(lines.slice(3, 18)).toEqual(before);
    await press('f');
    expect((await rows())[0]).toContain('3 pods');
  });

  it('never shows old figures in the colours of new ones', async () => {
    const { lastFrame, press } = await open(fixtureFleet(), 120, 40, { colours: '16', glyphs: 'unicode' });
    await press('j');
    const stale =
      lastFrame()
        .split('\n')
        .find((row) => row.includes('ci-runner-1') && row.includes('A6000')) ?? '';
    const fresh =
      lastFrame()
        .split('\n')
        .find((row) => row.includes('chat-serving-0') && row.includes('L40S')) ?? '';
    expect(stale).toContain('lost 4m');
    expect(stale).not.toContain('\u001b[36m');
    expect(fresh).toContain('\u001b[36m');
  });
});

describe('what is asked of the operator', () => {
  it('stops a pod only after yes, and starts a stopped one', async () => {
    const { press, rows, asked } = await open(fixtureFleet());
    await press('j', 'S');
    const dialog = (await rows()).join('\n');
    expect(dialog).toContain('Stop llama-sft-0');
    expect(dialog).toContain('7 of 8 GPUs are at work now');
    expect(dialog).toContain('container disk (40 GB)');
    expect(dialog).toContain('/workspace (100 GB)');
    expect(dialog).toContain('$0.027/h');
    await press('enter');
    const looked = ['unsaved k1x2q7w1', 'read gpus'];
    expect(asked).toEqual(looked);
    await press('S', 'tab', 'enter', 'G', 'S', 'y');
    expect(asked).toEqual([...looked, ...looked, 'stop k1x2q7w1', 'start k13x2q7w13']);
  });

  it('copies, refreshes, retries, repaints, suspends and quits', async () => {
    const { press, asked } = await open(fixtureFleet());
    await press('j', 'j', 'c', 't', 'ctrl+r', 'ctrl+l', 'ctrl+z', 'ctrl+c', 'q');
    expect(asked).toEqual([
      'copy k2x2q7w2',
      'retry k2x2q7w2',
      'refresh',
      'repaint',
      'suspend',
      'quit',
      'quit',
    ]);
  });

  it('says why a key does nothing now', async () => {
    const { press, rows, asked } = await open(fixtureFleet());
    await press('j', 't');
    expect((await rows()).at(-1)).toContain('llama-sft-0 is connected already');
    expect(asked).toEqual([]);
  });

  it('finds an action in the help by typing and does it', async () => {
    const { press, rows, asked } = await open(fixtureFleet());
    await press('?', ...'repaint'.split(''));
    expect((await rows()).join('\n')).toContain('repaint the screen');
    await press('enter');
    expect(asked).toEqual(['repaint']);
    expect((await rows()).join('\n')).not.toContain('repaint the screen');
  });
});

describe('views', () => {
  it('opens a pod on the whole screen, walks its tabs and goes back', async () => {
    const { press, rows } = await open(fixtureFleet(), 100, 30);
    await press('j', 'enter');
    expect((await rows()).join('\n')).toContain('[Overview]');
    const seen: string[] = [];
    for (let tab = 0; tab < 4; tab++) {
      await press(']');
      seen.push((await rows()).join('\n'));
    }
    expect(seen[0]).toContain('driver 570.124.06');
    expect(seen[1]).toContain('pt_data_worker');
    expect(seen[2]).toContain('GPU power');
    expect(seen[3]).toContain('eth0');
    await press('escape');
    expect((await rows()).join('\n')).toContain('a100-notebook-3');
  });

  it('shows all reports, and opens the pod of the one under the cursor', async () => {
    const { press, rows } = await open(fixtureFleet(), 100, 30);
    await press('2');
    expect((await rows()).join('\n')).toContain('connected (agent 0.1.0)');
    await press('j', 'enter');
    expect((await rows()).join('\n')).toContain('llama-sft-1');
    expect((await rows()).join('\n')).toContain('[Overview]');
  });

  it('holds the place in the stream when new reports come', async () => {
    const fleet = fixtureFleet();
    const { press, rows, setFleet } = await open(fleet, 100, 30);
    await press('2', 'j', 'j');
    expect((await rows()).find((row) => row.startsWith('▸'))).toContain('/workspace 61 %');
    const newest = fleet.reports[fleet.reports.length - 1];
    if (newest === undefined) throw new Error('the fixture has no reports');
    await setFleet({ ...fleet, reports: [...fleet.reports, { ...newest, id: 999, text: 'something new' }] });
    expect((await rows()).find((row) => row.startsWith('▸'))).toContain('/workspace 61 %');
    await press('g');
    expect((await rows()).find((row) => row.startsWith('▸'))).toContain('something new');
  });

  it('tells what is awaited before the first list, and what went wrong', async () => {
    const { rows, setFleet } = await open(emptyFleet('lab', { kind: 'waiting' }), 80, 24);
    expect((await rows()).join('\n')).toContain('asking RunPod for the pods of lab');
    await setFleet(
      emptyFleet('lab', {
        kind: 'failing',
        sinceMs: fixtureNowMs - 5000,
        answeredAtMs: null,
        reason: '401 Unauthorized',
        hint: 'check the API key',
      }),
    );
    expect((await rows()).join('\n')).toContain('401 Unauthorized');
    expect((await rows()).join('\n')).toContain('check the API key');
  });

  it('says in the header when the API fails, with its reason', async () => {
    const fleet = fixtureFleet();
    const failing = {
      kind: 'failing',
      sinceMs: fixtureNowMs - 42_000,
      answeredAtMs: fixtureNowMs - 50_000,
      reason: '503 from api.runpod.io',
      hint: 'It is asked again.',
    } as const;
    const { rows } = await open({ ...fleet, cloud: failing });
    expect((await rows())[0]).toContain('API ✖ 42s');
    expect((await rows())[1]).toContain('503 from api.runpod.io');
  });
});

function selectedRow(rows: readonly string[]): string {
  return rows.find((row) => row.startsWith('▸')) ?? '';
}
