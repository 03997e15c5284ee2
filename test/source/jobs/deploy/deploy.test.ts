import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StepFailure } from '../../../../source/jobs/deploy/step.ts';
import { folderEffects } from './folder-effects.ts';
import { folderSteps } from './folder-steps.ts';
import { standing } from './folder-world.ts';
import { deploy, endings, output, type Scene, setScene, setSource, streamOf } from './scene.ts';

let folder = '';
let scene: Scene;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-deploy-'));
  scene = setScene(folder);
  setSource(scene, '1.0.0 first');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Throws at that place, as often as it is passed. */
function breakAt(place: string, error: Error = new StepFailure('The disk is full.')): void {
  scene.onPass = (passed) => {
    if (passed === place) throw error;
  };
}

const heal = (): void => {
  scene.onPass = () => undefined;
};
const kinds = (): readonly string[] => standing(scene.world).map((each) => each.split(' ', 1)[0] ?? '');

test('a deploy makes one of each thing, and stands in the ledger', async () => {
  const ended = await deploy(scene);
  expect(ended.verdict).toEqual({
    ...{ kind: 'verdict', verdict: 'pass', text: '1.0.0 runs on app-1 (r1).', exitCode: 0 },
  });
  expect(kinds()).toEqual(['image', 'pod', 'tag', 'template']);
  const [release] = await scene.releases.list(scene.project.file);
  expect(release).toMatchObject({
    ...{ id: 'r1', how: 'deploy', version: '1.0.0', verdict: 'pass', costPerHourDollars: 0.5 },
    image: { reference: 'registry.example:5000/acme/app:1.0.0' },
    configuration: { environment: { TOKEN: { kind: 'secret', secretName: 'token' } } },
  });
  expect(await scene.releases.unfinished(scene.project.file)).toBeNull();
  expect(await scene.releases.lockedBy(scene.project.file)).toBeNull();
});

test('what is kept is for the operator alone', async () => {
  await deploy(scene);
  const [key = ''] = readdirSync(scene.releases.folder);
  expect(key).toMatch(/^app-[0-9a-f]{8}$/);
  const kept = join(scene.releases.folder, key);
  expect(readdirSync(kept).sort()).toEqual(['deploys', 'releases.jsonl', 'steps.json']);
  expect(statSync(kept).mode & 0o777).toBe(0o700);
  for (const name of ['releases.jsonl', 'steps.json'])
    expect(statSync(join(kept, name)).mode & 0o777).toBe(0o600);
  const [journal = ''] = readdirSync(join(kept, 'deploys'));
  expect(statSync(join(kept, 'deploys', journal)).mode & 0o777).toBe(0o600);
});

test('steps whose inputs have not changed are skipped and say so', async () => {
  await deploy(scene);
  const again = endings(await deploy(scene));
  expect(again).toContain('build skipped: Unchanged since r1.');
  expect(again).toContain('push skipped: Unchanged since r1.');
  expect(again).toContain('preflight pass: preflight is done.');
  expect(again).toContain('verify pass: verify is done.');
  setSource(scene, '1.1.0 second');
  expect(endings(await deploy(scene))).toContain('build pass: build is done.');
});

test('a step is done again when forced, or when what it made is gone', async () => {
  await deploy(scene);
  expect(endings(await deploy(scene, { isForced: true }))).toContain('build pass: build is done.');
  for (const name of readdirSync(scene.world.folder))
    if (name.startsWith('image')) rmSync(join(scene.world.folder, name));
  const ended = await deploy(scene);
  expect(output(ended)).toContain('info Unchanged, and done again: the image is gone');
  expect(endings(ended)).toContain('push pass: push is done.');
});

test('a failed step undoes what was begun, newest first, and quotes the evidence', async () => {
  breakAt(
    'ready:begin',
    new StepFailure('It exits.', { evidence: ['no GPU\u001b[31m found'], fix: 'Mend it.' }),
  );
  const ended = await deploy(scene);
  expect(ended.verdict).toMatchObject({ verdict: 'fail', exitCode: 1 });
  expect(ended.verdict.text).toBe('Failed at ready: It exits. Everything that was begun has been undone.');
  expect(output(ended)).toEqual(expect.arrayContaining(['error no GPU found', 'warn What to do: Mend it.']));
  expect(endings(ended).filter((line) => line.startsWith('undo/'))).toEqual([
    'undo/pod-created pass: Removed.',
    'undo/template-saved pass: Removed.',
    'undo/git-tag pass: Removed.',
    'undo/image-pushed pass: Removed.',
    'undo/local-container pass: It was gone already.',
  ]);
  expect(standing(scene.world)).toEqual([]);
  const [release] = await scene.releases.list(scene.project.file);
  expect(release).toMatchObject({ id: 'r1', verdict: 'fail', text: ended.verdict.text });
  // Its version may be built again.
  expect(release).toMatchObject({ image: null, templateId: null, podIds: [] });
  expect(await scene.releases.running(scene.project.file)).toBeNull();
  expect(await scene.releases.unfinished(scene.project.file)).toBeNull();
});

test('steps whose effects were undone are not passed over the next time, the others are', async () => {
  breakAt('ready:begin');
  await deploy(scene);
  heal();
  const again = await deploy(scene);
  expect(endings(again)).toContain('build skipped: Unchanged since r1.');
  expect(endings(again)).toContain('push pass: push is done.');
  expect(again.verdict.text).toBe('1.0.0 runs on app-1 (r2).');
});

test('what breaks without a reason of its own is quoted', async () => {
  breakAt('build:begin', new TypeError('x is not a function'));
  const ended = await deploy(scene);
  expect(ended.verdict.text).toContain('Failed at build: It broke off: x is not a function');
  expect(output(ended)[2]).toMatch(/^error TypeError: x is not a function/);
});

test('a failing deploy leaves the release that runs as it was', async () => {
  await deploy(scene);
  const before = standing(scene.world);
  setSource(scene, '1.1.0 broken');
  breakAt('verify:begin');
  expect((await deploy(scene)).verdict.verdict).toBe('fail');
  expect(standing(scene.world)).toEqual(before);
  expect(await scene.releases.running(scene.project.file)).toMatchObject({ id: 'r1', version: '1.0.0' });
});

test('what cannot be undone is listed with advice, and an abort tries again', async () => {
  scene.onPass = (place) => {
    if (place === 'ready:begin') throw new StepFailure('It exits.');
    if (place === 'template-saved:before-undo') throw new Error('it was used a minute ago');
  };
  const ended = await deploy(scene);
  expect(ended.verdict.text).toMatch(/Could not be undone: the template "template-.*--abort` tries again\.$/);
  expect(output(ended).at(-2)).toMatch(
    /^error Could not be undone: the template .*: it was used a minute ago$/,
  );
  expect(kinds()).toEqual(['template']);
  const refused = await deploy(scene);
  expect(refused.verdict).toMatchObject({ verdict: 'fail', exitCode: 8 });
  expect(refused.verdict.text).toMatch(/deploy --resume.*deploy --abort/);
  heal();
  const aborted = await deploy(scene, { mode: 'abort' });
  expect(aborted.verdict).toMatchObject({ verdict: 'pass', exitCode: 0 });
  expect(standing(scene.world)).toEqual([]);
  expect(await scene.releases.unfinished(scene.project.file)).toBeNull();
  expect((await deploy(scene, { mode: 'abort' })).verdict.text).toContain('There is nothing to abort');
});

test('an undo that does not end is given up after its time', async () => {
  const effects = folderEffects(scene.world);
  breakAt('ready:begin');
  const ended = await deploy(
    scene,
    {},
    {
      limits: { findMs: 1000, undoMs: 50 },
      effects: {
        ...effects,
        'pod-created': {
          ...effects['pod-created'],
          undo: (_, { signal }) =>
            new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        },
      },
    },
  );
  expect(endings(ended)).toContain('undo/pod-created fail: It did not end within 0 s.');
  expect(kinds()).toEqual(['pod']);
});

test('where nobody can tell, nothing is torn down, and a resume looks again', async () => {
  const steps = folderSteps(scene.world);
  const silent = {
    ...steps,
    verify: {
      ...steps.verify,
      async *run() {
        yield { kind: 'output', level: 'info', text: 'asks' } as const;
        const text = 'RunPod does not answer.';
        return { outcome: 'inconclusive', text, evidence: ['timeout'], fix: null } as const;
      },
    },
  };
  const ended = await deploy(scene, {}, { steps: silent });
  expect(ended.verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 9 });
  expect(kinds()).toEqual(['image', 'pod', 'tag', 'template']);
  expect((await scene.releases.list(scene.project.file))[0]?.verdict).toBe('inconclusive');
  const resumed = await deploy(scene, { mode: 'resume' });
  expect(resumed.verdict.text).toBe('1.0.0 runs on app-1 (r1).');
  expect(endings(resumed)).toContain('pod skipped: Done already: pod is done.');
  expect(endings(resumed)).toContain('verify pass: verify is done.');
  expect(kinds()).toEqual(['image', 'pod', 'tag', 'template']);
});

test('an act that throws after it has happened is undone', async () => {
  breakAt('pod-created:after-act');
  expect((await deploy(scene)).verdict.verdict).toBe('fail');
  expect(standing(scene.world)).toEqual([]);
});

test('an act whose answer is lost, and that nobody can look after, is not done twice', async () => {
  scene.onPass = (place) => {
    if (place === 'pod-created:after-act') throw new Error('connection reset');
    if (place === 'pod-created:find') throw new Error('connection refused');
  };
  const ended = await deploy(scene);
  expect(ended.verdict.verdict).toBe('inconclusive');
  expect(kinds()).toEqual(['image', 'pod', 'tag', 'template']);
  const doubtful = await deploy(scene, { mode: 'resume' });
  expect(doubtful.verdict.verdict).toBe('inconclusive');
  const stuck = await deploy(scene, { mode: 'abort' });
  expect(stuck.verdict).toMatchObject({ verdict: 'fail', exitCode: 1 });
  expect(kinds()).toEqual(['pod']);
  heal();
  expect((await deploy(scene, { mode: 'abort' })).verdict.verdict).toBe('pass');
  expect(standing(scene.world)).toEqual([]);
});

test('an act that was refused for certain leaves nothing to look after', async () => {
  scene.onPass = (place) => {
    if (place === 'pod-created:before-act') throw new StepFailure('No capacity.', { didNothing: true });
    if (place === 'pod-created:find') throw new Error('it must not be looked for');
  };
  const ended = await deploy(scene);
  expect(ended.verdict.text).toMatch(
    /^Failed at pod: No capacity\. Everything that was begun has been undone\.$/,
  );
});

test('asked to stop, it ends its step and takes back what was begun', async () => {
  scene.onPass = (place) => {
    if (place === 'ready:begin') void scene.stop('asked');
  };
  const ended = await deploy(scene);
  expect(ended.verdict).toMatchObject({ verdict: 'stopped', exitCode: 130 });
  expect(ended.verdict.text).toBe('Stopped at verify. Everything that was begun has been undone.');
  expect(standing(scene.world)).toEqual([]);
});

test('told to end, it leaves what was begun to its journal', async () => {
  const steps = folderSteps(scene.world);
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const hanging = {
    ...steps,
    ready: {
      ...steps.ready,
      async *run() {
        yield { kind: 'output', level: 'info', text: 'waits' } as const;
        await gate;
        return { outcome: 'pass', text: 'Late.', facts: { tookMs: 1, bootId: null } } as const;
      },
    },
  };
  const stream = streamOf(scene, {}, { steps: hanging });
  for await (const event of stream) {
    if (event.kind === 'output' && event.text === 'waits') void scene.stop('term');
    if (event.kind === 'verdict') expect(event.verdict).toBe('stopped');
  }
  expect(kinds()).toEqual(['image', 'pod', 'tag', 'template']);
  // The step that nobody waited for still goes on: until it ends, nobody else may begin.
  expect((await deploy(scene, { mode: 'resume' })).verdict.text).toContain('is being deployed by ann@');
  letGo();
  await expect.poll(() => scene.releases.lockedBy(scene.project.file)).toBeNull();
  expect((await deploy(scene, { mode: 'resume' })).verdict.verdict).toBe('pass');
  expect(kinds()).toEqual(['image', 'pod', 'tag', 'template']);
});

test('two deploys of one project are not possible at once', async () => {
  const [one, other] = await Promise.all([deploy(scene), deploy(scene)]);
  const verdicts = [one, other].map(({ verdict }) => verdict.exitCode).sort();
  expect(verdicts).toEqual([0, 8]);
  expect(kinds()).toEqual(['image', 'pod', 'tag', 'template']);
});

test('steps are left out by name, and go on from what they left the last time', async () => {
  const early = await deploy(scene, { from: 'push' });
  expect(early.verdict).toMatchObject({ verdict: 'fail', exitCode: 8 });
  expect(early.verdict.text).toContain(
    '"push" goes on from what "preflight" makes, which is left out (--from push)',
  );
  expect((await deploy(scene, { only: ['preflight', 'build'] })).verdict).toMatchObject({
    ...{ verdict: 'pass', text: '1.0.0 is done as far as was asked for.' },
  });
  expect(await scene.releases.list(scene.project.file)).toEqual([]);
  const rest = await deploy(scene, { from: 'push', skip: ['tag'] });
  expect(rest.verdict.text).toBe('1.0.0 runs on app-1 (r1).');
  expect(endings(rest)).toContain('build skipped: Left out (--from push).');
  expect(endings(rest)).toContain('tag skipped: Left out (--skip tag).');
  expect(kinds()).toEqual(['image', 'pod', 'template']);
});

test('a step that is left out does not stand for what there is now', async () => {
  await deploy(scene);
  setSource(scene, '1.1.0 second');
  const ended = await deploy(scene, { skip: ['build'] });
  expect(ended.verdict.text).toMatch(
    /^Failed at try: The step "try" goes on from what "build" makes, which is left out \(--skip build\): what it made the last time was made of something else/,
  );
});

test('hooks are told where the deploy stands, and their failure is that of the step', async () => {
  const seen = join(folder, 'seen');
  scene = setScene(folder, {
    hooks: {
      'before-pod': {
        command: `cat > ${seen}.json; echo "$POD_ENGINE_STEP $POD_ENGINE_VERSION $POD_ENGINE_IMAGE" > ${seen}; echo told`,
        timeoutMs: 10_000,
      },
      'after-ready': { command: 'echo "no room" >&2; exit 3', timeoutMs: 10_000 },
    },
  });
  const ended = await deploy(scene);
  expect(readFileSync(seen, 'utf8')).toBe('pod 1.0.0 registry.example:5000/acme/app:1.0.0\n');
  expect(JSON.parse(readFileSync(`${seen}.json`, 'utf8'))).toMatchObject({
    ...{ schema: 1, hook: 'before', step: 'pod', project: { name: 'app' } },
    facts: { preflight: { version: '1.0.0' } },
  });
  expect(endings(ended)).toContain('pod/hook-before pass: It ended well.');
  expect(output(ended)).toContain('info told');
  expect(output(ended)).toContain('error no room');
  expect(ended.verdict.text).toMatch(/^Failed at ready: The hook after-ready failed: it ended with 3\./);
  expect(standing(scene.world)).toEqual([]);
});

test('a hook that does not end is ended', async () => {
  scene = setScene(folder, { hooks: { 'before-build': { command: 'sleep 600', timeoutMs: 300 } } });
  const ended = await deploy(scene);
  expect(ended.verdict.text).toMatch(
    /^Failed at build: The hook before-build failed: it did not end within 0 s\./,
  );
});

test('a deploy goes on with the project as it was begun', async () => {
  breakAt('ready:begin', new Error('broken'));
  const steps = folderSteps(scene.world);
  const silent = {
    ...steps,
    ready: {
      ...steps.ready,
      async *run() {
        yield { kind: 'output', level: 'info', text: 'waits' } as const;
        return { outcome: 'inconclusive', text: 'Nobody answers.', evidence: [], fix: null } as const;
      },
    },
  };
  await deploy(scene, {}, { steps: silent });
  heal();
  const resumed = await deploy(scene, { mode: 'resume' }, { project: null });
  expect(resumed.verdict.verdict).toBe('pass');
});

test('an abort by force ends what nobody answers for, and lists it', async () => {
  scene.onPass = (place) => {
    if (place === 'ready:begin') throw new StepFailure('It exits.');
    if (place === 'template-saved:before-undo') throw new Error('no answer');
  };
  await deploy(scene);
  const again = await deploy(scene, { mode: 'abort' });
  expect(again.verdict.verdict).toBe('fail');
  expect(await scene.releases.unfinished(scene.project.file)).not.toBeNull();
  const forced = await deploy(scene, { mode: 'abort', isForced: true });
  expect(output(forced).join('\n')).toMatch(/Could not be undone: the template .*: no answer/);
  expect(forced.verdict.verdict).toBe('fail');
  expect(await scene.releases.unfinished(scene.project.file)).toBeNull();
  heal();
  setSource(scene, '1.0.1 healed');
  expect((await deploy(scene)).verdict.verdict).toBe('pass');
});

test('what nobody can undo is listed, and stands in the way of no other deploy', async () => {
  const effects = folderEffects(scene.world);
  breakAt('ready:begin');
  const advice = 'Use the tools of the registry.';
  const ended = await deploy(
    scene,
    {},
    {
      effects: {
        ...effects,
        'image-pushed': {
          ...effects['image-pushed'],
          undo: async () => ({ ok: false, text: 'It removes nothing.', advice, isForGood: true }),
        },
      },
    },
  );
  expect(ended.verdict.verdict).toBe('fail');
  expect(ended.verdict.text).toMatch(/Could not be undone, and is left to you: the image /);
  expect(output(ended)).toContain(`warn What to do: ${advice}`);
  expect(kinds()).toEqual(['image']);
  expect(await scene.releases.unfinished(scene.project.file)).toBeNull();
  // What is left is told by the ledger too.
  expect(await scene.releases.list(scene.project.file)).toMatchObject([
    { verdict: 'fail', image: expect.anything() },
  ]);
  heal();
  setSource(scene, '1.0.1 healed');
  expect((await deploy(scene)).verdict.verdict).toBe('pass');
});

test('told to end within a hook, it takes nothing back, and is gone on with', async () => {
  const project = {
    ...scene.project,
    hooks: { 'before-ready': { command: 'echo waits; sleep 30', timeoutMs: 60_000 } },
  };
  for await (const event of streamOf(scene, {}, { project }))
    if (event.kind === 'output' && event.text === 'waits') void scene.stop('term');
  expect(kinds()).toEqual(['image', 'pod', 'tag', 'template']);
  const left = await scene.releases.unfinished(scene.project.file);
  expect(left).toMatchObject({ step: 'ready', undoing: null });
});
