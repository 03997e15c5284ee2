import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addRelease, changeRelease, readLedger } from '../../../../source/jobs/releases/ledger.ts';
import { lastGoodBefore, runningRelease } from '../../../../source/jobs/releases/running.ts';
import { makeRelease } from '../deploy/make.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-ledger-'));
  path = join(folder, 'releases.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('releases count up, and the last line of each counts', async () => {
  const first = await addRelease(path, makeRelease({ verdict: null }));
  const second = await addRelease(path, makeRelease({ version: '1.1.0' }));
  await changeRelease(path, { ...first, verdict: 'pass' });
  expect([first.id, second.id]).toEqual(['r1', 'r2']);
  expect(await readLedger(path)).toEqual([second, { ...first, verdict: 'pass' }]);
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
});

test('a torn last line, a garbled one and one of a newer console are skipped', async () => {
  await addRelease(path, makeRelease());
  appendFileSync(
    path,
    `nonsense\n${JSON.stringify({ ...makeRelease({ id: 'r7' }), schema: 2 })}\n{"schema":1,"id":"r9`,
  );
  expect((await readLedger(path)).map(({ id }) => id)).toEqual(['r1']);
  const next = await addRelease(path, makeRelease());
  expect(next.id).toBe('r2');
  expect((await readLedger(path)).map(({ id }) => id)).toEqual(['r2', 'r1']);
});

test('a ledger that cannot be read is not taken for an empty one', async () => {
  mkdirSync(path);
  await expect(readLedger(path)).rejects.toThrow();
});

test('a ledger of years keeps its newest releases, each once', async () => {
  const text = 'x'.repeat(40_000);
  const lines = Array.from({ length: 250 }, (_, at) =>
    JSON.stringify(makeRelease({ id: `r${at + 1}`, text })),
  );
  writeFileSync(path, `${lines.join('\n')}\n${lines.at(-1)}\n`);
  expect((await addRelease(path, makeRelease())).id).toBe('r251');
  expect(await readLedger(path)).toHaveLength(251);
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(252);
});

test('the release that runs is the last one that passed on a pod', () => {
  const failed = makeRelease({ id: 'r3', verdict: 'fail' });
  const built = makeRelease({ id: 'r4', podIds: [] });
  const good = makeRelease({ id: 'r2' });
  expect(runningRelease([makeRelease(), failed, built, good])?.id).toBe('r2');
  expect(runningRelease([failed, built])).toBeNull();
});

test('the one gone back to is good, clean, of another image, and not the one that was fled from', () => {
  const image = (digest: string) => ({ reference: 'r/app:1', digest });
  const r1 = makeRelease({ id: 'r1', image: image('a') });
  const r2 = makeRelease({ id: 'r2', image: image('b'), isDirty: true });
  const r3 = makeRelease({ id: 'r3', image: image('c'), verdict: 'fail' });
  const r4 = makeRelease({ id: 'r4', image: image('d') });
  const r5 = makeRelease({ id: 'r5', image: image('d') });
  expect(lastGoodBefore([r1, r2, r3, r4, r5], r5)?.id).toBe('r1');
  const back = makeRelease({ id: 'r6', image: image('a'), how: 'rollback', of: 'r1' });
  expect(lastGoodBefore([r1, r2, r3, r4, r5, back], back)).toBeNull();
  const r7 = makeRelease({ id: 'r7', image: image('e') });
  expect(lastGoodBefore([r1, r2, r3, r4, r5, back, r7], r7)?.id).toBe('r6');
});
