/** Every sentence of the screen that names a key names the one that is bound, and the key does what is said of it. */
import { afterEach, describe, expect, it } from 'vitest';
import { reduceFleet } from '../../../../source/fleet/reduce.ts';
import type { Job } from '../../../../source/jobs/model/job.ts';
import { bindings } from '../../../../source/ui/keys/bindings.ts';
import { rebind } from '../../../../source/ui/keys/rebind.ts';
import { deployJob, deployRequest, failedBodies, passedBodies, readyBodies } from '../fixture-deploys.ts';
import { fixtureFleet, fixtureNowMs } from '../fixture-fleet.ts';
import { jobDiagnosed, jobRunning } from '../fixture-jobs.ts';
import { openStage, type Stage } from '../screen-on-terminal.ts';

const keyWishes = {
  'pods.lock': ['F2'],
  'pods.mark': ['F3'],
  'pods.sort-util': ['o x'],
  'view.back': ['Q'],
  'move.down': ['F4', 'down'],
  'job.stop': ['X'],
  'job.repeat': ['f5'],
  'job.search': ['%'],
  'logs.filter': ['F6'],
  'deploy.open': ['F7'],
  'deploy.roll-back': ['F8'],
  'dialog.no': ['escape', 'N'],
  'dialog.yes': ['Y'],
  'choice.none': ['escape', 'v'],
  'benchmark.quick': ['F9'],
  'quit.wait': ['h'],
  'snooze.hour': ['F10'],
  'menu.enter': ['F11'],
  'typed.enter': ['F12'],
  'create.toggle': ['F9'],
  'create.enter': ['F10'],
  'page.cost': ['F1'],
  'help.open': ['?'],
  'help.close': ['escape'],
};

let stage: Stage | null = null;
afterEach(() => {
  stage?.close();
  stage = null;
});

async function shown(
  keys: readonly string[],
  options: {
    readonly jobs?: readonly Job[];
    readonly isLocked?: boolean;
    readonly size?: [number, number];
  } = {},
): Promise<string> {
  stage?.close();
  const [columns, rows] = options.size ?? [120, 40];
  stage = await openStage({
    ...{ fleet: options.isLocked === true ? lockedFleet() : fixtureFleet(), keyWishes },
    ...{ jobs: { jobs: options.jobs ?? [] }, size: { columns, rows } },
  });
  await stage.press(...keys);
  return (await stage.rows()).join('\n');
}

function lockedFleet() {
  const fleet = fixtureFleet();
  const pods = [...fleet.pods.values()]
    .filter(({ pod }) => pod.provider === 'runpod')
    .map(({ pod }) => ({ ...pod, locked: true }));
  return reduceFleet(fleet, [{ kind: 'pods-listed', provider: 'runpod', atMs: fixtureNowMs, pods }]);
}

const ofJob = ['J', 'enter'];
const rollback = { ...deployRequest, mode: 'rollback', releaseId: 'r6' } as const;
const old = { ...jobDiagnosed(), endedAtMs: fixtureNowMs - 3_600_000 };

it('can be wished for all at once', () => {
  expect(rebind(bindings, keyWishes)).toMatchObject({ ok: true });
});

describe('a refusal or a notice', () => {
  it.each([
    ['a locked pod', ['r'], { isLocked: true }, 'F2 unlocks it'],
    ['no mark', ['L'], {}, 'F3 marks one'],
    ['a search in a job', [...ofJob, 'n'], { jobs: [jobDiagnosed()] }, 'nothing is searched for: % begins'],
    ['a search in logs', ['l', 'n'], {}, 'nothing is searched for: F6 begins'],
    ['stopping a job', [...ofJob, 'X'], { jobs: [jobRunning()] }, 'X again sends TERM'],
    ['an old finding', [...ofJob, 'F'], { jobs: [old] }, 'ago: F5 looks again first'],
    ['a deploy that goes on', [...ofJob, 'f5'], { jobs: [deployJob(readyBodies)] }, 'goes on: X stops it'],
    [
      'taking it back',
      [...ofJob, 'f8'],
      { jobs: [deployJob(readyBodies)] },
      'X stops it, and undoes what it began',
    ],
    [
      'a rollback that passed',
      [...ofJob, 'f5'],
      { jobs: [{ ...deployJob(passedBodies), arguments: { deploy: rollback } }] },
      'has passed: F8 rolls back, F7 deploys',
    ],
    [
      'nothing to resume',
      [...ofJob, 'f5'],
      {
        jobs: [
          {
            ...deployJob(failedBodies),
            arguments: { deploy: { ...deployRequest, mode: 'resume' as const } },
          },
        ],
      },
      'no deploy of it is unfinished: F7 deploys anew',
    ],
  ])('names it: %s', async (_, keys, options, sentence) => {
    expect(await shown(keys, options)).toContain(sentence);
  });
});

describe('a pane', () => {
  it('names it where there is nothing to show', async () => {
    expect(await shown(['/', ...'zzzz', 'enter'])).toContain('no pod is selected: F4 and k move');
    expect(await shown(['/', ...'zzzz', 'enter'], { size: [80, 24] })).toContain('F4 and k move');
    expect(await shown([], { size: [38, 9] })).toContain('· Q quits');
  });

  it('names those of the pages, and of the columns to sort by', async () => {
    expect(await shown(['f1'])).toMatch(/1 Pods \d+ .* 3 Jobs .*\[F1 Cost\]/);
    const sorting = await shown(['o']);
    expect(sorting).toContain('x utilisation');
    expect(sorting).not.toContain('capital');
  });
});

describe('a dialog', () => {
  it('names those of its answers', async () => {
    expect(await shown(['S'])).toMatch(/No, leave it\] N +Yes, stop it {2}Y/);
    const benchmark = await shown(['b']);
    expect(benchmark).toMatch(/▸ v {3}No, leave it/);
    expect(benchmark).toMatch(/ F9 {2}Quick /);
    expect(await shown(['Q'], { jobs: [jobRunning()] })).toMatch(/▸ h {2}Wait/);
    expect(await shown(['A', 'z'])).toMatch(/F10 {2}1 hour/);
    expect(await shown(['D'])).toContain('F12 (locked)');
  });

  it('names those of the form of a pod', async () => {
    expect(await shown(['N', 'down'])).toContain('none yet: F9 wishes for what is marked');
    expect(await shown(['N', ...Array.from({ length: 14 }, () => 'down')])).toContain('F10 takes it in');
  });
});

it('the menu does what is marked by the key that is bound to it, and says so', async () => {
  expect(await shown(['m'])).toContain('F11 or its key does it');
  await stage?.press('f4');
  await stage?.press('f11');
  expect((await stage?.rows())?.join('\n')).not.toContain('or its key does it');
});
