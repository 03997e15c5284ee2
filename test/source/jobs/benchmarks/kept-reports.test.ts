import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createShelf } from '../../../../source/jobs/benchmarks/kept-reports.ts';
import { makeReport, startedAtMs } from '../make.ts';

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'pod-engine-shelf-')), 'benchmarks');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const report = (at: number) => makeReport([1, 2, 3, at], { atMs: startedAtMs + at });

test('reports are kept by pod, newest last, for the operator alone', async () => {
  const shelf = createShelf({ folder });
  expect(await shelf.reports('ssh:root@127.0.0.1:22')).toEqual([]);
  expect(await shelf.keep('ssh:root@127.0.0.1:22', { name: null, report: report(1) })).toBeNull();
  await shelf.keep('ssh:root@127.0.0.1:22', { name: 'release', report: report(2) });
  await shelf.keep('../other', { name: null, report: report(3) });
  const kept = await createShelf({ folder }).reports('ssh:root@127.0.0.1:22');
  expect(kept).toEqual([
    { name: null, report: report(1) },
    { name: 'release', report: report(2) },
  ]);
  const files = readdirSync(folder);
  expect(files).toHaveLength(2);
  for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});

test('a name belongs to its newest report, and of the last runs only so many are kept', async () => {
  const shelf = createShelf({ folder, maxLastRuns: 3, maxNames: 2 });
  await Promise.all([1, 2, 3, 4, 5].map((at) => shelf.keep('pod1', { name: null, report: report(at) })));
  for (const [name, at] of [
    ['a', 6],
    ['b', 7],
    ['a', 8],
  ] as const)
    await shelf.keep('pod1', { name, report: report(at) });
  const kept = (await shelf.reports('pod1')).map(({ name, report: { atMs } }) => [name, atMs - startedAtMs]);
  expect(kept).toEqual([
    [null, 3],
    [null, 4],
    [null, 5],
    ['b', 7],
    ['a', 8],
  ]);
});

test('a pod that was not measured for 90 days is forgotten, unless it is measured again', async () => {
  for (const pod of ['gone', 'back', 'recent'])
    await createShelf({ folder }).keep(pod, { name: null, report: report(1) });
  const daysAgo = (days: number) => Date.now() / 1000 - days * 24 * 3600;
  for (const [pod, days] of [
    ['gone', 91],
    ['back', 91],
    ['recent', 89],
  ] as const)
    utimesSync(join(folder, `${pod}.jsonl`), daysAgo(days), daysAgo(days));
  const shelf = createShelf({ folder });
  await shelf.keep('back', { name: null, report: report(2) });
  expect(readdirSync(folder).sort()).toEqual(['back.jsonl', 'recent.jsonl']);
  expect(await shelf.reports('back')).toHaveLength(2);
});

test('what a run was is kept with it, and an older line that does not say is read as well', async () => {
  const shelf = createShelf({ folder });
  await shelf.keep('pod1', { name: null, report: report(1), verdict: 'regression' });
  const older = (extra: object) =>
    `${JSON.stringify({ schema: 1, name: null, report: report(2), ...extra })}\n`;
  appendFileSync(join(folder, 'pod1.jsonl'), older({}) + older({ verdict: 'of a newer console' }));
  expect(await shelf.reports('pod1')).toEqual([
    { name: null, report: report(1), verdict: 'regression' },
    { name: null, report: report(2) },
    { name: null, report: report(2) },
  ]);
});

test('a line that a crash has torn costs itself alone', async () => {
  const shelf = createShelf({ folder });
  await shelf.keep('pod1', { name: null, report: report(1) });
  appendFileSync(join(folder, 'pod1.jsonl'), '{"schema":1,"name":null,"repo');
  await shelf.keep('pod1', { name: null, report: report(2) });
  expect(await shelf.reports('pod1')).toHaveLength(2);
});

test('what cannot be kept says why', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  expect(await createShelf({ folder }).keep('pod1', { name: null, report: report(1) })).toContain(folder);
});
