/** The registry of the local fleet's made-up application, asked as any registry is. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';

let simulation: Simulation;
let registry = '';
beforeAll(async () => {
  simulation = await startSimulation({ pods: 1, seed: 7, port: 0, light: true });
  registry = new URL('/v2/', simulation.url).href;
});
afterAll(async () => await simulation.stop());

test('names its tags, and the digest of each is that of its manifest', async () => {
  expect((await fetch(registry)).status).toBe(200);
  const { tags } = (await (await fetch(`${registry}demo/app/tags/list`)).json()) as { tags: string[] };
  const digests = await Promise.all(
    tags.map(async (tag) => {
      const head = await fetch(`${registry}demo/app/manifests/${tag}`, { method: 'HEAD' });
      const digest = head.headers.get('docker-content-digest') ?? '';
      const body = await (await fetch(`${registry}demo/app/manifests/${digest}`)).text();
      expect(digest).toBe(`sha256:${createHash('sha256').update(body).digest('hex')}`);
      return digest;
    }),
  );
  expect(new Set(digests).size).toBe(tags.length);
});

test.each(['demo/app/manifests/9.9.9', 'other/app/manifests/1.0.0', 'demo/app/blobs/sha256:00'])(
  'has no %s',
  async (path) => {
    expect((await fetch(`${registry}${path}`)).status).toBe(404);
  },
);

test('takes nothing', async () => {
  expect((await fetch(`${registry}demo/app/blobs/uploads/`, { method: 'POST' })).status).toBe(405);
});
