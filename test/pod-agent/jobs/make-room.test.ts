import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startOfProcess } from '../../../pod-agent/host/process-start.ts';
import { findJob, keptJobs } from '../../../pod-agent/jobs/find-job.ts';
import { makeRoom } from '../../../pod-agent/jobs/make-room.ts';
import { encodeJobEvent } from '../../../pod-agent/protocol/job-codec.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const verdict = encodeJobEvent({
  kind: 'verdict',
  verdict: 'pass',
  text: '',
  exitCode: 0,
  sequence: 1,
  atMs: 1,
});

/** One job for each letter, the oldest first: e ended, r runs. Each has about a thousand bytes. */
async function jobsOf(letters: string): Promise<string> {
  const above = mkdtempSync(join(tmpdir(), 'pod-engine-jobs-'));
  folders.push(above);
  const folder = join(above, 'jobs');
  mkdirSync(folder);
  const own = { pid: process.pid, start: await startOfProcess(process.pid) };
  for (const [index, letter] of [...letters].entries()) {
    const id = `job-number-${index}`;
    const at = (name: string) => join(folder, id, name);
    mkdirSync(join(folder, id));
    const state = { schema: 1, id, kind: 'fix', arguments: [], beganAtMs: index, bootId: 'b', starter: own };
    writeFileSync(at('state.json'), JSON.stringify(state));
    writeFileSync(at('process.json'), JSON.stringify(own));
    writeFileSync(at('events.jsonl'), letter === 'e' ? verdict : '');
    writeFileSync(at('errors.txt'), 'x'.repeat(1000));
  }
  return folder;
}

const idsIn = async (folder: string) =>
  (await keptJobs([folder])).map(({ state }) => Number(state.id.slice(11)));

test('the oldest that have ended go first, and what runs stays', async () => {
  const folder = await jobsOf('reeree');
  const about = { folder, bootId: 'b', wallMs: Date.now() };
  expect(await makeRoom({ ...about, bounds: { jobs: 5, bytes: 1e9 } })).toBeNull();
  expect(await idsIn(folder)).toEqual([0, 3, 4, 5]);
  expect(await makeRoom({ ...about, bounds: { jobs: 50, bytes: 3000 } })).toBeNull();
  expect(await idsIn(folder)).toEqual([0, 3]);
});

test('a job that somebody else may have laid there is none', async () => {
  const folder = await jobsOf('er');
  chmodSync(folder, 0o777);
  expect(await idsIn(folder)).toEqual([]);
  expect(await findJob([folder], 'job-number-0')).toBeNull();
  chmodSync(folder, 0o755);
  expect(await idsIn(folder)).toEqual([0, 1]);
});

test('there is no room where all of them run', async () => {
  const folder = await jobsOf('rrr');
  expect(await makeRoom({ folder, bootId: 'b', wallMs: Date.now(), bounds: { jobs: 3, bytes: 1e9 } })).toBe(
    '3 jobs run already; stop one of them first.',
  );
  // Of an earlier boot none of them runs.
  expect(
    await makeRoom({ folder, bootId: 'c', wallMs: Date.now(), bounds: { jobs: 3, bytes: 1e9 } }),
  ).toBeNull();
  expect(await idsIn(folder)).toEqual([1, 2]);
});

test('what was left half-way goes after an hour', async () => {
  const folder = await jobsOf('r');
  for (const name of ['.new-old', '.given-job-number-9', '.new-fresh']) writeFileSync(join(folder, name), '');
  const longAgo = Date.now() / 1000 - 7200;
  for (const name of ['.new-old', '.given-job-number-9']) utimesSync(join(folder, name), longAgo, longAgo);
  await makeRoom({ folder, bootId: 'b', wallMs: Date.now() });
  expect(
    ['.new-old', '.given-job-number-9', '.new-fresh'].map((name) => existsSync(join(folder, name))),
  ).toEqual([false, false, true]);
});
