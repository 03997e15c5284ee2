import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDeploys } from '../../../../source/jobs/deploy/create-deploys.ts';
import type { Deploys } from '../../../../source/jobs/deploy/deploys.ts';
import { openReleases } from '../../../../source/jobs/releases/releases.ts';

let folder = '';
let deploys: Deploys | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-deploys-'));
});
afterEach(() => {
  deploys?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('sees what others have done since when it reads again, and tells nobody where nothing is new', async () => {
  const file = join(folder, 'shop', 'pod-engine.yaml');
  const opened = createDeploys({
    releases: openReleases({ folder: join(folder, 'state') }),
    cloud: null,
    projectFiles: () => [file],
    plan: () => Promise.reject(new Error('Nothing is planned here.')),
    tell: () => undefined,
    nowMs: Date.now,
  });
  deploys = opened;
  let toldCount = 0;
  opened.subscribe(() => {
    toldCount += 1;
  });
  const named = () => opened.snapshot().projects.map(({ name, problem }) => [name, problem !== null]);

  mkdirSync(join(folder, 'shop'));
  writeFileSync(file, 'gpus: none\n');
  opened.readAgain();
  await expect.poll(() => named()).toEqual([['shop', true]]);
  expect(toldCount).toBe(1);

  opened.readAgain();
  writeFileSync(file, 'name: corner-shop\nimage: registry.lab/acme/shop\ngpu: RTX 4090\n');
  opened.readAgain();
  await expect.poll(() => named()).toEqual([['corner-shop', false]]);
  expect(toldCount).toBe(2);
});
