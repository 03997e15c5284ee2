/** What is acknowledged and snoozed outlives the console, and consoles side by side keep each other's. */
import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Quiet } from '../../../source/fleet/quiet.ts';
import type { QuietChange } from '../../../source/fleet/quiet-change.ts';
import { createQuietFile } from '../../../source/history/quiet-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-quiet-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ann: Quiet = { kind: 'acknowledged', by: 'ann', atMs: 1, untilMs: null, was: 'fail' };
const bob: Quiet = { kind: 'snoozed', by: 'bob', atMs: 2, untilMs: 9, was: 'warn' };

function becomes(key: string, quiet: Quiet): ReadonlyMap<string, QuietChange> {
  return new Map([[key, { kind: 'quiet', quiet }]]);
}

it('keeps what either console has changed, for its owner alone', async () => {
  const [one, other] = [createQuietFile(folder, 'a'), createQuietFile(folder, 'a')];
  await one.change(becomes('p1 idle', ann));
  await other.change(becomes('p2 idle', bob));
  expect(await one.read()).toEqual(
    new Map([
      ['p1 idle', ann],
      ['p2 idle', bob],
    ]),
  );
  expect(await other.change(new Map([['p1 idle', { kind: 'loud' }]]))).toEqual(new Map([['p2 idle', bob]]));
  expect(statSync(join(folder, 'quiet-a.json')).mode & 0o777).toBe(0o600);
});

it('has a limit, beyond which the oldest go', async () => {
  const file = createQuietFile(folder, 'a');
  const many = Array.from({ length: 1100 }, (_, at) => [...becomes(`p${at} idle`, { ...ann, atMs: at })]);
  const kept = await file.change(new Map(many.flat()));
  expect(kept.size).toBe(1000);
  expect(kept.has('p99 idle')).toBe(false);
  expect((await file.read()).size).toBe(1000);
});

it('counts as nothing where it is damaged, and takes no terminal codes from it', async () => {
  const file = createQuietFile(folder, 'a');
  writeFileSync(join(folder, 'quiet-a.json'), '{"schema":1,"alerts":[{"key":"p1"}]}');
  expect((await file.read()).size).toBe(0);
  await file.change(becomes('p1 idle', { ...ann, by: 'an\u001b[31mn' }));
  expect((await file.read()).get('p1 idle')?.by).not.toContain('\u001b');
});

it('loses nothing where consoles change it at the same moment', async () => {
  const files = Array.from({ length: 4 }, () => createQuietFile(folder, 'a'));
  const keys = Array.from({ length: 40 }, (_, at) => `p${at} idle`);
  await Promise.all(keys.map((key, at) => files[at % 4]?.change(becomes(key, ann))));
  expect([...(await createQuietFile(folder, 'a').read()).keys()].sort()).toEqual([...keys].sort());
  expect(existsSync(join(folder, 'quiet-a.json.lock'))).toBe(false);
});

it('does not end what another console has made quiet anew', async () => {
  const file = createQuietFile(folder, 'a');
  const anew = { ...ann, atMs: 5 };
  await file.change(becomes('p1 idle', anew));
  expect((await file.change(new Map([['p1 idle', { kind: 'ended', atMs: 1 }]]))).get('p1 idle')).toEqual(
    anew,
  );
  expect((await file.change(new Map([['p1 idle', { kind: 'ended', atMs: 5 }]]))).size).toBe(0);
});

it('is changed where a console has died in the midst of it', async () => {
  const lock = join(folder, 'quiet-a.json.lock');
  writeFileSync(lock, '');
  utimesSync(lock, 1, 1);
  expect((await createQuietFile(folder, 'a').change(becomes('p1 idle', ann))).size).toBe(1);
  expect(existsSync(lock)).toBe(false);
});
