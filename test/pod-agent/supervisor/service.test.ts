/** A service kept running, with real programs: small shell scripts that end, hang, or leave something behind. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import {
  createService,
  type Preparation,
  type Service,
  type ServiceState,
} from '../../../pod-agent/supervisor/service.ts';
import { isRunning, until } from '../built-agent.ts';

const folder = mkdtempSync(join(tmpdir(), 'service-test-'));
const services: Service[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop({ signal: 'SIGKILL', graceMs: 0 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Run = { readonly service: Service; readonly news: string[]; readonly states: ServiceState[] };

type Trouble = Exclude<Preparation, { kind: 'ready' }> | null;

function serve(script: string, trouble: (hasRun: boolean) => Trouble = () => null): Run {
  const news: string[] = [];
  const states: ServiceState[] = [];
  const service = createService({
    name: 'thing',
    prepare: async (hasRun) => trouble(hasRun) ?? { kind: 'ready', path: '/bin/sh', args: ['-c', script] },
    endSignal: 'SIGTERM',
    onNews: (text) => news.push(text),
    onState: (state) => states.push(state),
  });
  services.push(service);
  return { service, news, states };
}

function fileIn(name: string): string {
  const path = join(folder, name);
  rmSync(path, { force: true });
  return path;
}

it('starts it again when it was killed', async () => {
  const { service, news, states } = serve('exec sleep 60');
  const first = await service.start();
  if (first.kind !== 'running') throw new Error(first.kind);
  process.kill(first.pid, 'SIGKILL');
  await until(() => states.filter(({ kind }) => kind === 'running').length === 2, 'the second run');
  expect(service.state()).not.toEqual(first);
  expect(news.join('\n')).toMatch(/^thing was ended by SIGKILL\. It is started again in 0\.\d s\.$/);
});

it('ends what a killed one left behind before it starts the next', async () => {
  const orphanFile = fileIn('orphan');
  const { service, states } = serve(`sleep 61 & echo $! > ${orphanFile}; wait`);
  const first = await service.start();
  await until(() => existsSync(orphanFile) && readFileSync(orphanFile, 'utf8') !== '', 'its child');
  const orphan = Number(readFileSync(orphanFile, 'utf8'));
  if (first.kind !== 'running') throw new Error(first.kind);
  process.kill(first.pid, 'SIGKILL');
  await until(() => states.some(({ kind }) => kind === 'waiting'), 'the restart');
  expect(isRunning(orphan)).toBe(false);
});

it('gives up on one that ends again and again, and says what it said last', async () => {
  const { service, news, states } = serve('echo "bind() failed" >&2; exit 3');
  await service.start();
  await until(() => service.state().kind === 'given-up', 'giving up');
  expect(service.state()).toMatchObject({
    reason: expect.stringMatching(/^thing ended 5 times within 5 min .* ended with code 3: bind\(\) failed$/),
  });
  expect(news).toHaveLength(5);
  expect(states.filter(({ kind }) => kind === 'running')).toHaveLength(5);
});

it('does not start what is not prepared, and starts it when it is', async () => {
  let trouble: Trouble = { kind: 'refused', reason: 'line 3 is wrong' };
  const { service, states } = serve('exec sleep 60', () => trouble);
  expect(await service.start()).toEqual({ kind: 'refused', reason: 'line 3 is wrong' });
  expect(states.map(({ kind }) => kind)).toEqual(['refused']);
  trouble = null;
  expect((await service.start()).kind).toBe('running');
});

it('is not restarted once it broke its own configuration', async () => {
  const { service } = serve('exit 1', (hasRun) =>
    hasRun ? { kind: 'refused', reason: 'now it is broken' } : null,
  );
  await service.start();
  await until(() => service.state().kind === 'refused', 'the refusal');
  expect(service.state()).toEqual({ kind: 'refused', reason: 'now it is broken' });
});

it('tries again what could not be tried', async () => {
  let tries = 0;
  const { service, news } = serve('exec sleep 60', () =>
    tries++ < 2 ? { kind: 'not-now', reason: 'the port is held' } : null,
  );
  expect((await service.start()).kind).toBe('waiting');
  await until(() => service.state().kind === 'running', 'the third try');
  expect(news).toHaveLength(2);
  expect(news[0]).toMatch(/^the port is held\. It is started again in 0\.\d s\.$/);
});

it('says that it is stopping while it does', async () => {
  const { service, states } = serve("trap 'sleep 0.3; exit 0' TERM; while :; do sleep 0.05; done");
  await service.start();
  const stopped = service.stop({ signal: 'SIGTERM', graceMs: 5000 });
  expect(service.state()).toEqual({ kind: 'stopping' });
  await stopped;
  expect(states.map(({ kind }) => kind)).toEqual(['running', 'stopping', 'stopped']);
});

it('waits for one that ends in good order', async () => {
  const doneFile = fileIn('done');
  const readyFile = fileIn('ready');
  const { service } = serve(
    `trap 'sleep 0.4; echo done > ${doneFile}; exit 0' TERM; echo > ${readyFile}; while :; do sleep 0.05; done`,
  );
  await service.start();
  await until(() => existsSync(readyFile), 'its readiness');
  await service.stop({ signal: 'SIGTERM', graceMs: 10_000 });
  expect(readFileSync(doneFile, 'utf8')).toBe('done\n');
  expect(service.state()).toEqual({ kind: 'stopped' });
});

it('kills one that does not end', async () => {
  const readyFile = fileIn('deaf');
  const { service } = serve(`trap '' TERM; echo > ${readyFile}; while :; do sleep 0.05; done`);
  const first = await service.start();
  await until(() => existsSync(readyFile), 'its readiness');
  await service.stop({ signal: 'SIGTERM', graceMs: 100 });
  if (first.kind !== 'running') throw new Error(first.kind);
  expect(isRunning(first.pid)).toBe(false);
});

it('stops at once while it waits for the next start', async () => {
  const { service } = serve('exit 1');
  await service.start();
  await until(() => service.state().kind === 'waiting', 'the pause');
  await service.stop({ signal: 'SIGTERM', graceMs: 100 });
  expect(service.state()).toEqual({ kind: 'stopped' });
});

it('says that a program is not there', async () => {
  writeFileSync(join(folder, 'no-program'), 'text');
  const news: string[] = [];
  const service = createService({
    name: 'thing',
    prepare: async () => ({ kind: 'ready', path: join(folder, 'no-program'), args: [] }),
    endSignal: 'SIGTERM',
    onNews: (text) => news.push(text),
    onState: () => {},
  });
  services.push(service);
  await service.start();
  await until(() => news.length > 0, 'the news');
  expect(news[0]).toContain('cannot be started');
});
