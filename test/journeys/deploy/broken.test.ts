/** Broken on purpose, a deploy ends with the right verdict, quotes the evidence, and leaves nothing over: everything is real. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { smallDiskMissing } from '../../neighbours/registry.ts';
import { type Ground, lookAround, releasesOf, settledGround } from './ground.ts';
import { dockerfile, goodStart, page, projectFile, startBrokenInPod } from './sample-project.ts';
import { startWorld, type World, worldMissing } from './world.ts';

/** What fails behind the trial need not be tried. */
const untried = { try: 'false' } as const;

const why = worldMissing === null ? '' : ` (skipped: ${worldMissing})`;

describe.skipIf(worldMissing !== null)(
  `a deploy that is broken on purpose${why}`,
  { timeout: 300_000 },
  () => {
    let world: World;
    let before: Ground;
    beforeAll(async () => {
      world = await startWorld();
      const first = await world.run(['deploy', '--yes']);
      expect(first.code, first.stderr).toBe(0);
    }, 400_000);
    afterAll(() => world?.remove(), 60_000);
    beforeEach(async () => {
      before = await settledGround(world);
    }, 120_000);
    afterEach(async ({ task }) => {
      await world.cloud.plant('pull-well');
      await world.cloud.plant('have-capacity');
      mend();
      // What is left unfinished would keep the second try, and every test after it, from beginning.
      if (task.result?.state === 'fail') await world.run(['deploy', '--abort', '--yes']);
    }, 180_000);

    /** The project as it was deployed, in a new commit. */
    function mend(): void {
      const { project, baseImage, repository } = world;
      project.change({
        'start.sh': goodStart,
        Dockerfile: dockerfile(baseImage),
        'hello.html': page('one'),
        'pod-engine.yaml': projectFile(repository),
      });
    }

    /** Changes the project so that there is something to deploy, and deploys it. */
    async function deployFailing(
      files: Readonly<Record<string, string>>,
      { keys = {} }: { readonly keys?: Readonly<Record<string, string>> } = {},
    ): Promise<string> {
      const { project, repository } = world;
      const hello = page(`number ${Math.random()}`);
      project.change({ 'hello.html': hello, 'pod-engine.yaml': projectFile(repository, keys), ...files });
      const { code, stdout, stderr } = await world.run(['deploy', '--yes']);
      expect(code, stdout + stderr).toBe(1);
      return stdout + stderr;
    }

    /** Whether it has been ended by now or not. */
    async function registryAgain(): Promise<void> {
      await world.registry.stop();
      await world.registry.start();
    }

    /** Pods are taken away by the engine in its own time. */
    async function expectNothingLeft(): Promise<void> {
      await vi.waitFor(async () => expect(await lookAround(world)).toEqual(before), {
        timeout: 60_000,
        interval: 500,
      });
      const running = before.pods.find(({ status }) => status === 'RUNNING');
      expect(await world.cloud.page(running?.id ?? '', '/hello.html')).toEqual({
        status: 200,
        body: page('one'),
      });
      const [newest] = await releasesOf(world);
      expect(newest).toMatchObject({ verdict: 'fail' });
      expect(newest?.id).not.toBe(before.running);
      mend();
      const plan = await world.run(['deploy', '--plan']);
      expect(plan.code, plan.stdout + plan.stderr).toBe(0);
    }

    test('a crash in the trial, with its last words', async () => {
      const said = await deployFailing({ 'start.sh': 'echo "cannot find the model" >&2\nexit 3\n' });
      expect(said).toMatch(/Failed at try: .*/);
      expect(said).toContain('cannot find the model');
      expect(said).not.toContain('▸ push the image');
      await expectNothingLeft();
    });

    test('another version than was asked for, in the trial', async () => {
      const last = ['ENV POD_VERSION=6.6.6'];
      const said = await deployFailing({ Dockerfile: dockerfile(world.baseImage, ...last) });
      expect(said).toMatch(/Failed at try: .*6\.6\.6/);
      await expectNothingLeft();
    });

    test('another version than was asked for, in the pod', async () => {
      const said = await deployFailing({ 'start.sh': startBrokenInPod('export POD_VERSION=6.6.6') });
      expect(said).toMatch(/Failed at (ready|verify): .*6\.6\.6/);
      expect(said).toContain('✔ try');
      await expectNothingLeft();
    });

    test('a health page that answers 500 in the pod', async () => {
      const server = `require('http').createServer((q, r) => { r.statusCode = 500; r.end('the model is not loaded') }).listen(80)`;
      const lines = [`node -e "${server}" &`, 'export POD_AGENT_APP_PORT=8081'];
      const keys = { ready: '{timeout: 20s}' };
      const said = await deployFailing({ 'start.sh': startBrokenInPod(...lines) }, { keys });
      expect(said).toMatch(/Failed at (ready|verify): .*HTTP 500/);
      expect(said).toContain('the model is not loaded');
      await expectNothingLeft();
    });

    test('a container that ends over and over in the pod', async () => {
      const lines = ['echo "cannot find the model" >&2', 'exit 3'];
      const said = await deployFailing({ 'start.sh': startBrokenInPod(...lines) });
      expect(said).toMatch(/Failed at ready: .*(over and over|has ended)/);
      await expectNothingLeft();
    });

    test('an image that is gone from the registry when the pod pulls it', async () => {
      const [host, ...path] = world.repository.split('/');
      const url = `http://${host}/v2/${path.join('/')}/manifests/`;
      const script = `fetch(process.argv[1] + process.env.POD_ENGINE_DIGEST, {method: "DELETE"}).then((a) => process.exit(a.ok ? 0 : 1))`;
      const hook = `${JSON.stringify(process.execPath)} -e '${script}' ${url}`;
      const said = await deployFailing(
        {},
        { keys: { ...untried, hooks: `{before-pod: ${JSON.stringify(hook)}}` } },
      );
      expect(said).toMatch(/Failed at ready: .*Exited by Runpod/);
      expect(said).toMatch(/cannot be pulled/);
      await expectNothingLeft();
    });

    test('no room anywhere', async () => {
      await world.cloud.plant('no-capacity');
      const said = await deployFailing({});
      expect(said).toMatch(/Failed at pod: /);
      expect(said).toContain('RTX 4090');
      expect(said).toContain('L40S');
      await world.cloud.plant('have-capacity');
      await expectNothingLeft();
    });

    test('a registry that ends before the push', async () => {
      const hook = `kill ${world.registry.pid}; while kill -0 ${world.registry.pid} 2>/dev/null; do sleep 0.1; done`;
      const keys = { ...untried, hooks: `{before-push: "${hook}"}` };
      const said = await deployFailing({}, { keys }).finally(registryAgain);
      expect(said).toMatch(/Failed at push: /);
      expect(said).toContain('ECONNREFUSED');
      await expectNothingLeft();
    });

    test('a registry that is down is told before anything is begun', async () => {
      await world.registry.stop();
      const { code, stderr } = await world.run(['deploy', '--yes']).finally(registryAgain);
      expect(code, stderr).toBe(1);
      expect(stderr).toContain(world.registry.host);
      expect(await lookAround(world)).toEqual(before);
    });

    test('no room for the first wish: the second is taken', async () => {
      await world.cloud.plant('no-capacity', { gpuTypeId: 'NVIDIA GeForce RTX 4090' });
      world.project.change({ 'hello.html': page(`two ${Math.random()}`) });
      const { code, stderr } = await world.run(['deploy', '--yes']);
      expect(code, stderr).toBe(0);
      const [release] = await releasesOf(world);
      const pod = (await world.cloud.pods()).find(({ id }) => id === release?.podIds[0]);
      expect(pod).toMatchObject({ status: 'RUNNING', gpuTypeId: 'NVIDIA L40S' });
    });
  },
);

const noDisk = worldMissing ?? smallDiskMissing;
const whyNoDisk = noDisk === null ? '' : ` (skipped: ${noDisk})`;

test.skipIf(noDisk !== null)(
  `a registry whose disk is full fails the push, and nothing is left over${whyNoDisk}`,
  { timeout: 400_000 },
  async () => {
    const world = await startWorld({ diskBytes: 20_000_000 });
    try {
      const before = await lookAround(world);
      const { code, stdout, stderr } = await world.run(['deploy', '--yes']);
      expect(code, stderr).toBe(1);
      expect(stdout).toMatch(/Failed at push: /);
      expect(world.registry.log()).toContain('no space left on device');
      expect(await lookAround(world)).toEqual(before);
      expect(await releasesOf(world)).toMatchObject([{ verdict: 'fail', podIds: [] }]);
    } finally {
      await world.remove();
    }
  },
);
