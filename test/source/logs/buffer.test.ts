import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createBuffer } from '../../../source/logs/buffer/buffer.ts';
import { createSpill } from '../../../source/logs/buffer/spill.ts';
import { createSpillFolder } from '../../../source/logs/buffer/spill-folder.ts';
import type { LogLevel } from '../../../source/logs/model/line.ts';
import { parsePattern } from '../../../source/logs/model/pattern.ts';
import { createFinder } from '../../../source/logs/search/finder.ts';

const parent = mkdtempSync(join(tmpdir(), 'pod-engine-test-logs-'));
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test('a million lines: so many in memory, the others in a private file, each of them read back', () => {
  const { buffer, folder } = makeBuffer();
  for (let index = 0; index < 1_000_000; index++) buffer.append(line(`line ${index}`, index));
  const counts = buffer.counts();
  expect(counts).toMatchObject({ read: 1_000_000, dropped: 0, spillProblem: null });
  expect(counts.inMemory).toBeLessThanOrEqual(100_000);
  expect(counts.inMemory + counts.inFile).toBe(1_000_000);
  expect(counts.memoryBytes).toBeLessThan(8 * 1024 * 1024);
  for (const id of [0, 511, 512, 123_456, 899_999, 999_999])
    expect(buffer.line(id)).toMatchObject({ id, text: `line ${id}`, atMs: id });
  expect(buffer.firstSince(700_000)).toBe(700_000);
  expect(statSync(folder.path()).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder.path()))
    expect(statSync(join(folder.path(), name)).mode & 0o777).toBe(0o600);
  folder.remove();
  expect(readdirSync(parent)).toEqual([]);
});

test('what the file has no room for is dropped, the oldest first, and counted', () => {
  const { buffer, folder } = makeBuffer({ maxBytes: 400_000, segmentBytes: 100_000 });
  for (let index = 0; index < 150_000; index++) buffer.append(line(`line ${index}`, index));
  const { dropped, inMemory, inFile } = buffer.counts();
  expect(dropped).toBeGreaterThan(0);
  expect(dropped + inMemory + inFile).toBe(150_000);
  expect(buffer.firstId).toBe(dropped);
  expect(buffer.line(dropped - 1)).toBeNull();
  expect(buffer.line(dropped)?.text).toBe(`line ${dropped}`);
  folder.remove();
});

test('a file that cannot be written costs the oldest lines, and is told', () => {
  mkdirSync(parent, { recursive: true });
  const broken = { path: () => join(parent, 'not', 'there'), remove: () => {} };
  const buffer = createBuffer(createSpill(broken, 'x'), { maxLines: 1000, maxBytes: 1e6 });
  for (let index = 0; index < 3000; index++) buffer.append(line('x', index));
  const { dropped, inMemory, spillProblem } = buffer.counts();
  expect(dropped + inMemory).toBe(3000);
  expect(spillProblem).toContain('ENOENT');
});

test('the folder of a process that is gone is taken away by the next, another one is left', () => {
  mkdirSync(parent, { recursive: true });
  const gone = join(parent, 'pod-engine-logs-999999999-12-abcdef');
  const other = join(parent, 'something-else');
  mkdirSync(gone);
  mkdirSync(other);
  const mine = createSpillFolder(parent);
  const path = mine.path();
  expect([existsSync(gone), existsSync(other), existsSync(path)]).toEqual([false, true, true]);
  createSpillFolder(parent).path();
  expect(existsSync(path)).toBe(true);
  mine.remove();
});

test('a search finds what was and what comes, and gives up a pattern that runs away', () => {
  const { buffer, folder } = makeBuffer();
  for (let index = 0; index < 120_000; index++) buffer.append(line(`line ${index}`, index));
  const finder = finderOf(buffer, '/9999$/');
  while (finder.work(50));
  buffer.append(line('new 9999', 1));
  buffer.append(line('new 1', 2));
  while (finder.work(50));
  const expected = [...Array.from({ length: 12 }, (_, index) => index * 10_000 + 9999), 120_000];
  expect(Array.from({ length: finder.ids.length }, (_, index) => finder.ids.at(index))).toEqual(expected);

  buffer.append(line(`${'a'.repeat(60)}!`, 3));
  const endless = finderOf(buffer, '/^(a+)+$/');
  for (let turn = 0; turn < 2000 && endless.work(50); turn++);
  expect(endless.isTooSlow).toBe(true);
  folder.remove();
});

test('the next error is found over pieces that have none', () => {
  const { buffer, folder } = makeBuffer();
  for (let index = 0; index < 5000; index++)
    buffer.append(line(`line ${index}`, index, index === 100 ? 'error' : 'none'));
  expect(buffer.pieceWithError(4999, -1)).toEqual({ firstId: 0, lastId: 511 });
  expect(buffer.pieceWithError(600, 1)).toBeNull();
  buffer.clear();
  expect(buffer.counts()).toMatchObject({ cleared: 5000, inMemory: 0, dropped: 0 });
  expect(buffer.append(line('after', 1)).id).toBe(5000);
  expect(buffer.line(5000)?.text).toBe('after');
  folder.remove();
});

function makeBuffer(limits?: { maxBytes: number; segmentBytes: number }) {
  mkdirSync(parent, { recursive: true });
  const folder = createSpillFolder(parent);
  return { buffer: createBuffer(createSpill(folder, 'test', limits)), folder };
}

function finderOf(buffer: ReturnType<typeof createBuffer>, typed: string) {
  const parsed = parsePattern(typed);
  if (!parsed.ok) throw new Error(parsed.reason);
  return createFinder(buffer, {
    pattern: parsed.value,
    wants: () => true,
    always: () => false,
    nowMs: Date.now,
  });
}

function line(text: string, atMs: number, level: LogLevel = 'none') {
  return { text, atMs, arrivedMs: atMs, origin: 1, level, isContinued: false };
}
