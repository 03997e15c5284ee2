import { expect, test } from 'vitest';
import { engineNamed, findEngine } from '../../../../source/jobs/container/find-engine.ts';
import type { ProgramEnd, RunProgram } from '../../../../source/jobs/programs/run-program.ts';

const missing: ProgramEnd = { kind: 'missing', reason: 'spawn ENOENT' };

/** Programs as literal answers by their whole command line; what is not in the table is not installed. */
function programs(
  answers: Readonly<Record<string, string | { readonly code: number; readonly says: string }>>,
): RunProgram {
  return async ({ program, words, onLine }) => {
    const answer = answers[[program, ...words].join(' ')];
    if (answer === undefined) return missing;
    const { code, says } = typeof answer === 'string' ? { code: 0, says: answer } : answer;
    onLine?.(says, 'out');
    return { kind: 'ended', exitCode: code, stdout: says, stderr: '' };
  };
}

const dockerAnswers = {
  'docker --version': 'Docker version 27.3.1, build ce12230',
  'docker version --format {{.Server.Version}}': '27.3.1',
  'docker buildx version': 'github.com/docker/buildx v0.17.1 257815a',
};
const podmanAnswers = {
  'podman --version': 'podman version 4.3.1',
  'podman info --format {{.Store.GraphRoot}}': '/var/lib/containers/storage',
};
const { signal } = new AbortController();

test('docker is taken where its daemon answers and buildx is there', async () => {
  const found = await findEngine(
    { run: programs({ ...dockerAnswers, ...podmanAnswers }), environment: {} },
    signal,
  );
  expect(found).toMatchObject({
    ok: true,
    engine: { kind: 'docker', program: 'docker', version: '27.3.1', canRun: true },
  });
});

test('podman is taken where the daemon of docker does not run', async () => {
  const run = programs({
    ...dockerAnswers,
    ...podmanAnswers,
    'docker version --format {{.Server.Version}}': {
      code: 1,
      says: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    },
  });
  const found = await findEngine({ run, environment: {} }, signal);
  expect(found).toMatchObject({
    ok: true,
    engine: { kind: 'podman', version: '4.3.1', imagesFolder: '/var/lib/containers/storage' },
  });
});

test('where none works, each has its sentence', async () => {
  const run = programs({
    'docker --version': 'Docker version 27.3.1',
    'docker version --format {{.Server.Version}}': { code: 1, says: 'Is the docker daemon running?' },
  });
  const found = await findEngine({ run, environment: {} }, signal);
  expect(found).toEqual({
    ok: false,
    reason:
      'No container engine works here. "docker" does not work: its daemon is not running. ' +
      '"podman" does not work: it cannot be started (spawn ENOENT). ' +
      '"buildah" does not work: it cannot be started (spawn ENOENT).',
    fix: 'Start docker, or install podman or buildah.',
  });
});

test('CONTAINER_ENGINE is taken alone, and told by what it answers', async () => {
  const run = programs({
    ...dockerAnswers,
    '/opt/docker --version': 'podman version 4.3.1',
    '/opt/docker info --format {{.Store.GraphRoot}}': '/var/lib/containers/storage',
  });
  expect(await findEngine({ run, environment: { CONTAINER_ENGINE: '/opt/docker' } }, signal)).toMatchObject({
    ok: true,
    engine: { kind: 'podman', program: '/opt/docker' },
  });
  expect(await findEngine({ run, environment: { CONTAINER_ENGINE: '/opt/none' } }, signal)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('"/opt/none" does not work'),
    fix: expect.stringContaining('CONTAINER_ENGINE'),
  });
});

test('an engine that was found before is made again from its program', () => {
  const run = programs({});
  expect(engineNamed({ program: '/tools/podman' }, { run }).kind).toBe('podman');
  expect(engineNamed({ program: 'buildah' }, { run }).canRun).toBe(false);
  expect(engineNamed({ program: '/tools/engine', kind: 'podman', version: '5' }, { run })).toMatchObject({
    kind: 'podman',
    version: '5',
  });
});

test('docker pushes without a word of plain HTTP, and its digest is read from its last line', async () => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  const run = programs({ 'docker push 127.0.0.1:5000/app:1': `1: digest: ${digest} size: 1234` });
  const engine = engineNamed({ program: 'docker' }, { run });
  const pushed = await engine.push('127.0.0.1:5000/app:1', { isPlainHttp: true }, () => undefined, signal);
  expect(pushed).toEqual({ ok: true, value: { digest } });
});

test('what docker says of an image is read, with its history', async () => {
  const id = `sha256:${'1'.repeat(64)}`;
  const run = programs({
    'docker image inspect app:1': JSON.stringify([
      {
        Id: id,
        Size: 777,
        Os: 'linux',
        Architecture: 'amd64',
        Config: { Env: ['A=1'], Labels: { l: 'v' }, ExposedPorts: { '80/tcp': {} } },
      },
    ]),
    'docker history --no-trunc --format {{json .CreatedBy}} app:1': '"RUN a \\u0026\\u0026 b"\n"COPY . ."\n',
    'docker image inspect app:2': { code: 1, says: 'Error response from daemon: No such image: app:2' },
  });
  const engine = engineNamed({ program: 'docker' }, { run });
  expect(await engine.look('app:1', signal)).toEqual({
    ok: true,
    value: {
      imageId: id,
      sizeBytes: 777,
      platform: 'linux/amd64',
      environment: ['A=1'],
      labels: { l: 'v' },
      exposedPorts: ['80/tcp'],
      history: ['RUN a && b', 'COPY . .'],
    },
  });
  expect(await engine.look('app:2', signal)).toEqual({ ok: true, value: null });
});
