/** From a folder to a verified pod, then changed, deployed again and rolled back: the console as a process, every neighbour real. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { engine } from '../../neighbours/podman.ts';
import type { AskedPod } from './asked-cloud.ts';
import { digestOf, lookAround, releasesOf } from './ground.ts';
import { page } from './sample-project.ts';
import { containersOf, startWorld, type World, worldMissing } from './world.ts';

const why = worldMissing === null ? '' : ` (skipped: ${worldMissing})`;

describe.skipIf(worldMissing !== null)(`a project is deployed${why}`, { timeout: 300_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, 300_000);
  afterAll(() => world?.remove(), 60_000);
  // Each test goes on where the one before it ended, and a second try has to begin there too.
  beforeEach(async ({ task }) => {
    if ((task.result?.retryCount ?? 0) === 0) return;
    await world.remove();
    world = await startWorld();
    for (const stage of stages.slice(0, task.suite?.tasks.indexOf(task))) await stage();
  }, 600_000);

  /** What the tests have done in the end, one each. */
  const stages = [
    () => deployed(),
    () => deployed(),
    () => deployed({ word: 'two' }),
    async () => await deployed({ word: 'three', words: ['--in-place', (await runningPod()).id] }),
  ];

  async function deployed({ word = '', words = [] as readonly string[] } = {}): Promise<void> {
    if (word !== '') world.project.change({ 'hello.html': page(word) });
    const { code, stderr } = await world.run(['deploy', '--yes', ...words]);
    expect(code, stderr).toBe(0);
  }

  async function runningPod(): Promise<AskedPod> {
    const pod = (await world.cloud.pods()).find(({ status }) => status === 'RUNNING');
    if (pod === undefined) throw new Error('No pod runs.');
    return pod;
  }

  test('from a folder to a pod that is that very image, proved over HTTP and SSH', async () => {
    const { project, cloud, repository } = world;
    const commit = project.git('rev-parse', 'HEAD');
    const plan = await world.run(['deploy', '--plan']);
    expect(plan.code, plan.stderr).toBe(0);
    expect(await lookAround(world)).toMatchObject({ pods: [], templates: [], localTags: [], imageTags: [] });

    const { code, stdout, stderr } = await world.run(['deploy', '--yes', '--json']);
    expect(code, stderr).toBe(0);
    // Checked border: the members that are compared.
    const document = JSON.parse(stdout) as { kind: string; pods: { state: Record<string, unknown> }[] };
    expect(document.kind).toBe('deploy');
    expect(document.pods[0]?.state).toMatchObject({ kind: 'ended', verdict: 'pass', exitCode: 0 });

    const ground = await lookAround(world);
    const digest = await digestOf(repository, '0.1.0');
    const image = `${repository}:0.1.0@${digest}`;
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(ground.pods).toMatchObject([{ name: 'sample', status: 'RUNNING', image }]);
    expect(ground.templates).toMatchObject([{ name: 'sample', image }]);
    expect(ground).toMatchObject({ localTags: ['v0.1.0'], remoteTags: ['v0.1.0'], imageTags: ['0.1.0'] });
    const inRemote = (...words: string[]) => project.git('--git-dir', project.remote, ...words);
    expect(inRemote('cat-file', '-t', 'v0.1.0')).toBe('tag');
    expect(inRemote('rev-parse', 'v0.1.0^{commit}')).toBe(commit);

    const [pod] = ground.pods;
    if (pod === undefined) throw new Error('There is no pod.');
    expect(await cloud.page(pod.id, '/hello.html')).toEqual({ status: 200, body: page('one') });
    const health = await cloud.page(pod.id, '/health.json');
    expect(health.status).toBe(200);
    expect(JSON.parse(health.body)).toMatchObject({ live: true, version: '0.1.0', revision: commit });

    const [container = '', ...others] = await containersOf(repository);
    expect(others).toEqual([]);
    const hostname = await inspect(container, '{{.Config.Hostname}}');
    expect(await inspect(container, '{{index .Config.Labels "org.opencontainers.image.revision"}}')).toBe(
      commit,
    );
    const said = await overSsh(pod, 'hostname; cat /srv/site/hello.html; printenv RUNPOD_POD_ID GREETING');
    expect(said).toBe(`${hostname}\n${page('one')}${pod.id}\nfrom the project file`);

    const [release, ...older] = await releasesOf(world);
    expect(older).toEqual([]);
    expect(release).toMatchObject({
      ...{ id: 'r1', how: 'deploy', version: '0.1.0', commit, verdict: 'pass', podIds: [pod.id] },
      image: { reference: `${repository}:0.1.0`, digest },
      templateId: ground.templates[0]?.id,
      configuration: { environment: { GREETING: { kind: 'plain', value: 'from the project file' } } },
    });
    const kept = join(...[world.home, '.local/state/pod-engine/releases/sample', `${release?.deployId}.md`]);
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    const markdown = readFileSync(kept, 'utf8');
    for (const part of [digest ?? '?', commit, pod.id, 'v0.1.0', 'pod-engine releases'])
      expect(markdown).toContain(part);
    expect(stdout + stderr + markdown).not.toContain(world.simulator.variables.RUNPOD_API_KEY);
  });

  test('unchanged, it is deployed again without building, pushing or making anything', async () => {
    const before = await lookAround(world);
    const container = await containersOf(world.repository);
    const { code, stderr } = await world.run(['deploy', '--yes']);
    expect(code, stderr).toBe(0);
    for (const step of ['test', 'build', 'try', 'push', 'tag', 'template'])
      expect(stderr).toMatch(new RegExp(`– ${step} skipped: Unchanged since r1`));
    const after = await lookAround(world);
    expect(after).toEqual({ ...before, running: 'r2' });
    expect(await containersOf(world.repository)).toEqual(container);
  });

  test('changed, it is deployed blue/green: the new pod is proved, then the old one stopped', async () => {
    const { project, cloud } = world;
    const [blue] = await cloud.pods();
    if (blue === undefined) throw new Error('There is no pod.');
    const commit = project.change({ 'hello.html': page('two') });
    const { code, stdout, stderr } = await world.run(['deploy', '--yes']);
    expect(code, stderr).toBe(0);
    const [release] = await releasesOf(world);
    expect(release).toMatchObject({ version: '0.1.1', commit, verdict: 'pass' });
    const ground = await lookAround(world);
    expect(ground.pods).toHaveLength(2);
    expect(ground.pods.find(({ id }) => id === blue.id)).toEqual({ ...blue, status: 'EXITED' });
    const green = ground.pods.find(({ id }) => id !== blue.id);
    expect(green).toMatchObject({ status: 'RUNNING', id: release?.podIds[0] });
    expect(green?.image).toContain(release?.image?.digest);
    expect(ground.templates).toMatchObject([{ name: 'sample', image: green?.image }]);
    expect(ground.remoteTags).toEqual(['v0.1.0', 'v0.1.1']);
    expect((await cloud.page(green?.id ?? '', '/hello.html')).body).toBe(page('two'));
    expect(stderr).toContain('✔ verify');
    expect(stdout).toContain(`The old pod sample (${blue.id}) is stopped`);
  });

  test('changed in place, the same pod serves it from a new container', async () => {
    const { project, cloud } = world;
    const before = await cloud.pods();
    const pod = await runningPod();
    const bootId = bootIdIn((await cloud.page(pod.id, '/health.json')).body);
    project.change({ 'hello.html': page('three') });
    const { code, stderr } = await world.run(['deploy', '--yes', '--in-place', pod.id]);
    expect(code, stderr).toBe(0);
    const [release] = await releasesOf(world);
    expect(release).toMatchObject({ version: '0.1.2', podIds: [pod.id] });
    const after = await cloud.pods();
    expect(after.map(({ id, status }) => [id, status])).toEqual(before.map(({ id, status }) => [id, status]));
    expect(after.find(({ id }) => id === pod.id)?.image).toContain(release?.image?.digest);
    expect((await cloud.page(pod.id, '/hello.html')).body).toBe(page('three'));
    expect(bootIdIn((await cloud.page(pod.id, '/health.json')).body)).not.toBe(bootId);
  });

  test('rolled back, the release before serves again; and by its name, the one that was left', async () => {
    const { cloud } = world;
    const before = await lookAround(world);
    const [three, two] = await releasesOf(world);
    if (three === undefined || two === undefined) throw new Error('There is nothing to go back to.');
    const back = await world.run(['rollback', '--yes']);
    expect(back.code, back.stderr).toBe(0);
    await expectServed({ how: 'rollback', of: two.id, version: '0.1.1', image: two.image }, page('two'));
    const again = await world.run(['rollback', three.id, '--yes']);
    expect(again.code, again.stderr).toBe(0);
    await expectServed(
      { how: 'rollback', of: three.id, version: '0.1.2', image: three.image },
      page('three'),
    );
    const after = await lookAround(world);
    for (const part of ['localTags', 'remoteTags', 'imageTags'] as const)
      expect(after[part]).toEqual(before[part]);
    expect((await cloud.pods()).filter(({ status }) => status === 'RUNNING')).toHaveLength(1);
  });

  async function expectServed(wanted: object, body: string): Promise<void> {
    const [release] = await releasesOf(world);
    expect(release).toMatchObject({ verdict: 'pass', ...wanted });
    const id = release?.podIds[0] ?? '';
    const pod = (await world.cloud.pods()).find((each) => each.id === id);
    expect(pod?.status).toBe('RUNNING');
    expect(pod?.image).toContain(release?.image?.digest);
    expect((await world.cloud.page(id, '/hello.html')).body).toBe(body);
    expect(await world.cloud.templates()).toMatchObject([{ image: pod?.image }]);
  }

  /** By Debian's own client, at the port that the container's engine has published. */
  async function overSsh({ id }: AskedPod, command: string): Promise<string> {
    const [container = ''] = await containersOf(world.repository);
    const { stdout } = await engine(['port', container, '22/tcp']);
    const port = stdout.trim().split(':').at(-1) ?? '';
    const options = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-q'];
    const words = [...options, '-F', 'none', '-i', world.keyPath, '-p', port, 'root@127.0.0.1', command];
    expect(id).not.toBe('');
    return execFileSync('ssh', words, { encoding: 'utf8' }).trim();
  }
});

async function inspect(container: string, format: string): Promise<string> {
  return (await engine(['inspect', '--format', format, container])).stdout.trim();
}

function bootIdIn(body: string): unknown {
  const value: unknown = JSON.parse(body);
  return typeof value === 'object' && value !== null && 'bootId' in value ? value.bootId : null;
}
