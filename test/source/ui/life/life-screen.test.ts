import { afterEach, describe, expect, it } from 'vitest';
import { noResources, type ResourcesSnapshot } from '../../../../source/fleet/catalogue.ts';
import type { Pod } from '../../../../source/fleet/pod.ts';
import { reduceFleet } from '../../../../source/fleet/reduce.ts';
import { type LifeSnapshot, noLife } from '../../../../source/life/life-snapshot.ts';
import { textWidth } from '../../../../source/terminal/text-width.ts';
import type { Look } from '../../../../source/ui/draw/look.ts';
import { fixtureFleet, fixtureNowMs } from '../fixture-fleet.ts';
import { openStage, type Stage } from '../screen-on-terminal.ts';

const gpu = { manufacturer: 'NVIDIA', maxGpuCount: 8, lowestBidDollars: 0.4, dataCentres: [] };
const h100 = { ...gpu, typeId: 'NVIDIA H100 80GB HBM3', displayName: 'H100 SXM', memoryGigabytes: 80 };
const l40s = { ...gpu, typeId: 'NVIDIA L40S', displayName: 'L40S', memoryGigabytes: 48 };
const read = { isReading: false, readAtMs: fixtureNowMs, failure: null };
const resources: ResourcesSnapshot = {
  ...noResources,
  gpus: {
    ...read,
    rows: [
      { ...h100, secureDollars: 2.69, communityDollars: null, stock: 'low' },
      { ...l40s, secureDollars: 0.86, communityDollars: 0.79, stock: 'high' },
    ],
  },
  secrets: { ...read, rows: [{ id: 's1', name: 'hf' }] },
};

let stage: Stage | null = null;
afterEach(() => {
  stage?.close();
  stage = null;
});

type Opened = Stage & { text(): Promise<string> };

async function open(
  options: {
    readonly size?: readonly [number, number];
    readonly look?: Look;
    readonly readOnly?: boolean;
    readonly change?: (pod: Pod) => Partial<Pod>;
  } = {},
): Promise<Opened> {
  const { size = [120, 40], look, readOnly, change } = options;
  const fleet = fixtureFleet();
  const pods = [...fleet.pods.values()].map(({ pod }) => ({ ...pod, ...change?.(pod) }));
  const changed = reduceFleet(fleet, [
    {
      kind: 'pods-listed',
      provider: 'runpod',
      atMs: fixtureNowMs,
      pods: pods.filter((p) => p.provider === 'runpod'),
    },
  ]);
  const [columns, rows] = size;
  stage = await openStage({
    ...{ fleet: change === undefined ? fleet : changed, resources, size: { columns, rows } },
    ...(look && { look }),
    ...(readOnly === true && { readOnly }),
  });
  const opened = stage;
  return { ...opened, text: async () => (await opened.rows()).join('\n') };
}

const answered = (podId: string, fileCount: number): LifeSnapshot => ({
  ...noLife,
  unsaved: new Map([
    [
      podId,
      { kind: 'answered', files: { fileCount, bytes: 4e9, examples: ['/root/a.pt'], isPartial: false } },
    ],
  ]),
});

const bright = { colours: 'truecolor', glyphs: 'unicode' } as const;
const plain = { colours: 'none', glyphs: 'ascii' } as const;

describe('every dialog', () => {
  it.each([
    [46, 12, bright],
    [46, 12, plain],
    [80, 24, plain],
    [200, 60, bright],
  ] as const)('fills %ix%i with %j exactly, and its answer is seen', async (columns, rows, look) => {
    const here = await open({ size: [columns, rows], look });
    const fits = async (seen: RegExp) => {
      const lines = await here.rows();
      expect(lines).toHaveLength(rows);
      for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(columns);
      if (look.glyphs === 'ascii') expect(here.lastFrame()).toMatch(/^[\x20-\x7e\n\u001b]*$/);
      expect(lines.join('\n')).toMatch(seen);
    };
    for (const [keys, seen] of [
      [['j', 'S'], /No/],
      [['n', 'r'], /No/],
      [['n', 'D'], /locked/],
      [['escape', 'U'], /No/],
      [['n', 'm'], /Enter|start/],
      [['escape', 'space', 'space', 'space', 'D'], /locked/],
      [['escape', 'S'], /locked/],
      [['escape', '\\', 'N'], /name/],
      [['x', 'down', 'space'], /GPU types/],
      [['down', 'down', 'right'], /community/],
      [['escape', 'e'], /reading|Esc/],
    ] as const) {
      await here.press(...keys);
      await fits(seen);
    }
  });
});

describe('the question before a pod is terminated', () => {
  it('shows where the name is typed on the smallest screen, and the beginning of all that is lost', async () => {
    const here = await open({ size: [40, 10] });
    await here.press('D');
    const text = await here.text();
    expect(text).toContain('(locked)');
    expect(text).toMatch(/lost +the container disk/);
    expect(text).toMatch(/lost +the pod itself/);
  });

  it('does nothing until the name is right, and keeps the pod by Esc', async () => {
    const here = await open();
    await here.press('j', 'D', ...'llama-sft-'.split(''), 'enter');
    expect(here.asked).toEqual(['unsaved k1x2q7w1', 'read gpus']);
    expect(await here.text()).toContain('(locked)');
    await here.press('escape');
    expect(await here.text()).not.toContain('Terminate');
    expect(here.asked).toHaveLength(2);
  });

  it('asks the pod what would be lost, and shows what it answered', async () => {
    const here = await open();
    await here.press('D');
    const [, podId = ''] = here.asked[0]?.split(' ') ?? [];
    await here.setLife({ ...noLife, unsaved: new Map([[podId, { kind: 'asking' }]]) });
    expect(await here.text()).toContain('asking the pod…');
    await here.setLife(answered(podId, 7));
    expect(await here.text()).toContain('7 files outside its volumes changed in the last day');
    const name = / Terminate (\S+) ·/.exec(await here.text())?.[1] ?? '';
    await here.press(...name.split(''), 'enter');
    expect(here.asked.at(-1)).toBe(`terminate ${podId}`);
  });

  it('keeps its frame around a long name, and wants the id of a pod whose name cannot be seen whole', async () => {
    const here = await open({
      size: [80, 24],
      change: ({ name }) => ({ name: `${name}-${'x'.repeat(120)}` }),
    });
    await here.press('D');
    const [, podId = ''] = here.asked[0]?.split(' ') ?? [];
    const text = await here.text();
    expect(text).toContain(`type the id, ${podId}, to terminate`);
    expect(text).toMatch(/╭─ Terminate \S+…x+ · \S+ ╮/);
    await here.press(...podId.split(''), 'enter');
    expect(here.asked.at(-1)).toBe(`terminate ${podId}`);
  });

  it('of several wants their number, and asks for each', async () => {
    const here = await open();
    await here.press('space', 'space', 'D', '3', 'enter');
    expect(here.asked.filter((each) => each.startsWith('terminate'))).toEqual([]);
    await here.press('backspace', '2', 'enter');
    expect(here.asked.filter((each) => each.startsWith('terminate'))).toHaveLength(2);
  });
});

describe('a question about a pod that others act on', () => {
  it('stays when the pod goes, so that the rest of its name is taken for no keys, and says so', async () => {
    const here = await open();
    const { pods } = fixtureFleet();
    await here.press('D', 'd');
    const [, podId = ''] = here.asked[0]?.split(' ') ?? [];
    const name = pods.get(podId)?.pod.name ?? '';
    await here.setFleet({ ...fixtureFleet(), pods: new Map([...pods].filter(([id]) => id !== podId)) });
    expect(await here.text()).toContain(`${name} has gone: nothing is left to terminate`);
    const asked = here.asked.length;
    await here.press('r', 'y', 's', 'q', 'enter');
    expect(here.asked).toHaveLength(asked);
    expect(await here.text()).toContain(`${name} has gone: Esc closes`);
    await here.press('escape');
    expect(await here.text()).not.toContain('nothing is left');
  });

  it('says what the pod is by now, and does nothing that makes no sense any more', async () => {
    const here = await open();
    await here.press('j', 'S');
    const [, podId = ''] = here.asked[0]?.split(' ') ?? [];
    const fleet = fixtureFleet();
    const entry = fleet.pods.get(podId);
    if (entry === undefined) throw new Error(`The fixture has no pod ${podId}.`);
    const pod = { ...entry.pod, state: { kind: 'stopped', by: 'user' } as const };
    await here.setFleet({ ...fleet, pods: new Map([...fleet.pods, [podId, { ...entry, pod }]]) });
    expect(await here.text()).toMatch(new RegExp(`now +${pod.name} is stopped already`));
    expect(await here.text()).not.toContain('everything in memory');
    await here.press('y');
    expect(here.asked.filter((each) => each.startsWith('stop'))).toEqual([]);
    expect(await here.text()).toContain(`${pod.name} is stopped already`);
  });
});

describe('a locked pod', () => {
  it('is refused with the reason and the key that unlocks', async () => {
    const here = await open({ change: () => ({ locked: true }) });
    for (const key of ['r', 'D', 'e']) {
      await here.press(key);
      expect(await here.text()).toContain('U unlocks it');
    }
    await here.press('U', 'y');
    expect(here.asked).toEqual([expect.stringContaining('unlock ')]);
  });
});

describe('read-only', () => {
  it('refuses all that changes a pod', async () => {
    const here = await open({ readOnly: true });
    await here.press('S', 'r', 'D', 'U', 'e', 'N', 'y', 'enter');
    expect(here.asked).toEqual([]);
    expect(await here.text()).not.toContain('New pod');
  });
});

describe('the menu of a pod', () => {
  it('says why something cannot be done, stays, and does what can be by its key', async () => {
    const here = await open({ change: () => ({ locked: true }) });
    await here.press('m');
    const text = await here.text();
    expect(text).toContain('U unlocks it');
    expect(text).toContain('new pod');
    expect(text).not.toContain('sort by');
    await here.press('D');
    expect(await here.text()).toContain('Esc closes');
    await here.press('U');
    expect(await here.text()).toContain('Unlock ');
  });
});

describe('the form of a pod', () => {
  it('names what is missing, refuses a secret, and asks for the types in their order', async () => {
    const here = await open();
    await here.press('N', ...'train'.split(''), 'down', 'space', 'right', 'space', 'enter');
    expect(await here.text()).toContain('Neither an image nor a template is given.');
    await here.press(...'lab/x:1'.split(''), ...Array<string>(6).fill('down'));
    await here.press(...'HF_TOKEN=hf_abcdefghijklmnopqrstuvwx'.split(''), 'enter');
    expect(await here.text()).toContain('looks like a Hugging Face token');
    await here.press('ctrl+u', ...'HF_TOKEN=@nope'.split(''), 'enter');
    expect(await here.text()).toContain('has no such secret');
    await here.press('ctrl+u', ...'HF_TOKEN=@hf'.split(''), 'enter', 'escape');
    await here.press('N', 'enter');
    const text = await here.text();
    expect(text).toContain('asks for  1 × L40S, $0.86/h, stock high');
    expect(text).toContain('then      1 × H100 SXM, $2.69/h, stock low');
    expect(text).toContain('RunPod does not by itself');
    await here.press('enter');
    expect(here.lastCreate()).toBeNull();
    await here.press('enter', 'y');
    expect(here.lastCreate()).toMatchObject({
      name: 'train',
      image: 'lab/x:1',
      gpuTypeIds: ['NVIDIA L40S', 'NVIDIA H100 80GB HBM3'],
      environment: { HF_TOKEN: '{{ RUNPOD_SECRET_hf }}' },
      timeToLive: null,
    });
  });
});

describe('a bid for a spot pod', () => {
  it('is held against the lowest that RunPod names, in the form and in the question', async () => {
    const here = await open();
    await here.press('N', ...'train'.split(''), 'down', 'space', ...Array<string>(5).fill('down'), 'right');
    expect(await here.text()).toMatch(/price +bids from \$0\.40 a card/);
    await here.press('down', ...'0.15'.split(''));
    expect(await here.text()).toMatch(/\$0\.15\/h, \$3\.60 a day +below the lowest bid, \$0\.40/);
    await here.press('down', 'down', ...'lab/x:1'.split(''), 'enter');
    const text = await here.text();
    expect(text).toContain('asks for  1 × L40S, bids from $0.40 a card, stock high');
    expect(text).toContain('too low   the lowest bid that RunPod names is $0.40 a card');
    expect(text).not.toContain('$0.86/h');
  });
});

describe('a question about several pods that others act on', () => {
  it('counts and sums up those alone of which it can still be asked', async () => {
    const here = await open();
    await here.press('space', 'j', 'space', 'S');
    const names = ['a100-notebook-3', 'ci-runner-1'];
    const setStopped = async (gone: readonly string[]) => {
      const fleet = fixtureFleet();
      const pods = new Map(
        [...fleet.pods].map(([id, entry]) => {
          const state = gone.includes(entry.pod.name)
            ? ({ kind: 'stopped', by: 'user' } as const)
            : entry.pod.state;
          return [id, { ...entry, pod: { ...entry.pod, state } }];
        }),
      );
      await here.setFleet({ ...fleet, pods });
    };
    for (const name of names) expect(await here.text()).toMatch(new RegExp(`│ +${name} +\\d×`));
    await setStopped(names.slice(0, 1));
    expect(await here.text()).toContain('without   a100-notebook-3 is stopped already');
    expect(await here.text()).not.toMatch(/│ +a100-notebook-3 +\d×/);
    expect(await here.text()).toContain('everything in memory');
    await setStopped(names);
    expect(await here.text()).not.toContain('everything in memory');
  });
});

describe('edited settings', () => {
  it('show the difference and what a reset loses, then ask', async () => {
    const here = await open();
    await here.press('e');
    const podId = here.asked.at(-1)?.split(' ')[1] ?? '';
    const differences = [{ name: 'environment.MODE', from: 'train', to: 'eval' }];
    await here.setLife({ ...noLife, edit: { podId, kind: 'ready', differences, isReset: true } });
    const text = await here.text();
    expect(text).toContain('MODE: train → eval');
    expect(text).toContain('the change resets it');
    await here.press('enter');
    expect(here.asked.at(-1)).toBe(`drop edit ${podId}`);
    await here.press('e');
    await here.press('y');
    expect(here.asked.at(-1)).toBe(`apply edit ${podId}`);
  });

  it('that are wrong are named, and nothing is written', async () => {
    const here = await open();
    await here.press('e');
    const podId = here.asked.at(-1)?.split(' ')[1] ?? '';
    await here.setLife({ ...noLife, edit: { podId, kind: 'wrong', problems: ['image is empty'] } });
    const text = await here.text();
    expect(text).toContain('image is empty');
    expect(text).toMatch(/e edit again/);
    expect(text).not.toMatch(/y yes|what is marked|n no/);
    expect(text).toContain('n close');
    await here.press('y', 'enter');
    expect(here.asked.at(-1)).toBe(`edit ${podId}`);
    await here.press('e');
    expect(here.asked.filter((each) => each.startsWith('edit '))).toHaveLength(2);
  });
});

describe('a pod that is not ready', () => {
  it('has its log read while its detail is open, and the failing line quoted', async () => {
    const here = await open({
      change: (pod) => (pod.name === 'llama-sft-2' ? {} : { state: { kind: 'stopped', by: 'user' } }),
    });
    await here.press('/', ...'llama-sft-2'.split(''), 'enter', 'enter');
    const podId = here.asked.at(-1)?.replace('system log ', '') ?? '';
    expect(here.asked).toEqual([`system log ${podId}`]);
    const line = 'manifest for lab/train:9 not found: manifest unknown';
    await here.setLife({
      ...noLife,
      systemLog: { podId, lines: [{ atMs: null, text: line }], trouble: null },
    });
    const text = await here.text();
    expect(text).toContain('✖ image pulled');
    expect(text).toContain(`> ${line}`);
    expect(text).toContain('edit the pod');
    await here.press('escape');
    expect(here.asked.at(-1)).toBe('system log null');
  });
});
