/** What is acknowledged and snoozed outlives the console, and consoles side by side keep each other's. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Quiet } from '../../../source/fleet/quiet.ts';
import { createQuietFile } from '../../../source/history/quiet-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-quiet-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ann: Quiet = { kind: 'acknowledged', by: 'ann', atMs: 1, untilMs: null, was: 'fail' };
const bob: Quiet = { kind: 'snoozed', by: 'bob', atMs: 2, untilMs: 9, was: 'warn' };

it('keeps what either console has changed, for its owner alone', async () => {
  const [one, other] = [createQuietFile(folder, 'a'), createQuietFile(folder, 'a')];
  await one.change(new Map([['p1 idle', ann]]));
  await other.change(new Map([['p2 idle', bob]]));
  expect(await one.read()).toEqual(
    new Map([
      ['p1 idle', ann],
      ['p2 idle', bob],
    ]),
  );
  expect(await other.change(new Map([['p1 idle', null]]))).toEqual(new Map([['p2 idle', bob]]));
  expect(statSync(join(folder, 'quiet-a.json')).mode & 0o777).toBe(0o600);
});

it('has a limit, beyond which the oldest go', async () => {
  const file = createQuietFile(folder, 'a');
  const many = Array.from({ length: 1100 }, (_, at) => [`p${at} idle`, { ...ann, atMs: at }] as const);
  const kept = await file.change(new Map(many));
  expect(kept.size).toBe(1000);
  expect(kept.has('p99 idle')).toBe(false);
  expect((await file.read()).size).toBe(1000);
});

it('counts as nothing where it is damaged, and takes no terminal codes from it', async () => {
  const file = createQuietFile(folder, 'a');
  writeFileSync(join(folder, 'quiet-a.json'), '{"schema":1,"alerts":[{"key":"p1"}]}');
  expect((await file.read()).size).toBe(0);
  await file.change(new Map([['p1 idle', { ...ann, by: 'an\u001b[31mn' }]]));
  expect((await file.read()).get('p1 idle')?.by).not.toContain('\u001b');
});
