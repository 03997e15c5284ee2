import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Journal, type JournalOptions, openJournal } from '../../../../source/jobs/journal/journal.ts';
import type { Job } from '../../../../source/jobs/model/job.ts';
import { makeJob, makeRun, outputEvent, pass } from '../make.ts';
import { buildProgram, kill, untilSaid } from '../programs.ts';

let state = '';
let folder = '';
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'pod-engine-journal-'));
  folder = join(state, 'jobs');
});
afterEach(() => rmSync(state, { recursive: true }));

const open = (options: Partial<JournalOptions> = {}): Promise<Journal> =>
  openJournal({ folder, profile: 'test', nowMs: Date.now, ...options });
const silent = (text: string): never => {
  throw new Error(`no trouble was expected: ${text}`);
};
const idOf = (at: number): string => `20270115T08000${String(at).padStart(4, '0')}-${at}-00000a`;

/** Writes a whole job, with its end. */
async function keep(journal: Journal, job: Job = makeJob(), lines = 3): Promise<void> {
  const writer = journal.begin(job, silent);
  for (let sequence = 1; sequence <= lines; sequence++)
    writer.add({ record: 'event', podId: 'pod1', event: outputEvent(sequence) });
  writer.add({ record: 'event', podId: 'pod1', event: { ...pass, sequence: lines + 1, atMs: Date.now() } });
  await writer.close();
}

test('an address that was given is kept without what is secret in it', async () => {
  const journal = await open();
  await keep(
    journal,
    makeJob({
      kind: 'benchmark',
      arguments: { outwardUrl: 'https://ann:hunter2@files.example:8443/big?token=abc#x' },
    }),
  );
  const [listed] = await journal.list();
  expect(listed?.job.arguments).toEqual({ outwardUrl: 'https://files.example:8443/big' });
  expect(readFileSync(join(folder, `${makeJob().id}.jsonl`), 'utf8')).not.toMatch(/hunter2|token|ann/);
});

test('a job is read again as it was told, in files for the operator alone', async () => {
  const journal = await open();
  await keep(journal, makeJob({ arguments: { isQuick: true, baseline: null } }));
  const [listed] = await journal.list();
  expect(listed?.job).toMatchObject({ number: 41, kind: 'diagnose', origin: 'journal' });
  expect(listed?.job.arguments).toEqual({ isQuick: true, baseline: null });
  const read = await journal.read(makeJob().id);
  expect(read?.job.runs[0]?.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  expect(read?.job.runs[0]?.state).toMatchObject({ kind: 'ended', verdict: 'pass' });
  expect(read?.job.endedAtMs).not.toBeNull();
  expect(read).toMatchObject({ garbledCount: 0, droppedCount: 0, isElsewhere: false, profile: 'test' });
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, `${makeJob().id}.jsonl`)).mode & 0o777).toBe(0o600);
  expect(journal.nextNumber()).toBe(42);
});

test('a journal cut off by kill -9 is read up to its last whole line, and the job is left', async () => {
  const program = await buildProgram('endless-writer', state);
  const child = await untilSaid(program, [folder], 'much');
  await kill(child);
  const path = join(folder, `${makeJob().id}.jsonl`);
  const [whole] = await (await open()).list();
  const events = whole?.job.runs[0]?.events ?? [];
  expect(events.length).toBeGreaterThan(0);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
  expect(whole?.remotes.get('pod1')).toEqual({ remoteId: 'job-in-pod-1', lastSequence: events.length });
  expect(whole?.isElsewhere).toBe(false);
  expect(whole?.job.runs[0]?.state).toMatchObject({
    kind: 'left',
    // All that is known: a full disk breaks a journal off as well.
    reason:
      'its journal breaks off: the console ended while it ran, or could not write; it may go on in the pod',
  });
  // As a machine that lost its power leaves it: the last line is torn.
  truncateSync(path, statSync(path).size - 20);
  const torn = await (await open()).read(makeJob().id);
  expect(torn?.job.runs[0]?.events).toHaveLength(events.length - 1);
  expect(torn?.garbledCount).toBe(1);
});

test('a garbled line is skipped and counted, and so is one that lost its kind', async () => {
  const journal = await open();
  await keep(journal);
  const path = join(folder, `${makeJob().id}.jsonl`);
  const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n');
  const strange = '{"record":"event","podId":"pod1","event":{"kind":"nonsense","sequence":9,"atMs":1}}';
  writeFileSync(path, [first, '{"record":"ev\u0000ent', strange, ...rest].join('\n'));
  const read = await journal.read(makeJob().id);
  expect(read?.garbledCount).toBe(2);
  expect(read?.job.runs[0]?.events).toHaveLength(4);
  writeFileSync(path, 'no journal at all\n');
  expect(await journal.list()).toEqual([]);
});

test('a job of a console that runs is running elsewhere; once that one is gone, one of two takes it over', async () => {
  const program = await buildProgram('endless-writer', state);
  const child = await untilSaid(program, [folder, '2'], 'much');
  const [one, other] = await Promise.all([open(), open()]);
  const [running] = await one.list();
  expect(running?.isElsewhere).toBe(true);
  expect(running?.job.runs[0]?.state).toEqual({
    kind: 'left',
    reason: `it runs in another console (process ${child.pid})`,
  });
  await kill(child);
  const [left] = await one.list();
  expect(left?.isElsewhere).toBe(false);
  if (left === undefined) throw new Error('the job is gone');
  const writer = await one.takeOver(left, silent);
  expect(writer).not.toBeNull();
  // As another console would see it that had listed the job a moment before: it is no longer the dead one's.
  const path = join(folder, `${makeJob().id}.jsonl`);
  const stranger = { ...left.owner, pid: process.ppid };
  appendFileSync(path, `${JSON.stringify({ record: 'owner', owner: stranger, replaces: left.owner })}\n`);
  expect((await other.read(left.job.id))?.owner.pid).toBe(process.pid);
  writer?.add({
    record: 'event',
    podId: 'pod1',
    event: { ...outputEvent(1_000_000), kind: 'verdict', verdict: 'pass', text: '', exitCode: 0 },
  });
  await writer?.close();
  const read = await other.read(left.job.id);
  expect(read?.job.runs.map(({ state: { kind } }) => kind)).toEqual(['ended', 'left']);
});

test('the oldest jobs that have ended make room; one that runs stays', async () => {
  const journal = await open({ maxFiles: 3 });
  const running = journal.begin(makeJob({ id: idOf(1), number: 1 }), silent);
  await running.sync();
  for (const at of [2, 3, 4, 5, 6]) await keep(journal, makeJob({ id: idOf(at), number: at }));
  await expect.poll(() => readdirSync(folder).sort()).toEqual([1, 4, 5, 6].map((at) => `${idOf(at)}.jsonl`));
  await running.close();
});

test('all journals together have a bound as well', async () => {
  const journal = await open({ maxBytes: 30_000 });
  for (const at of [1, 2, 3, 4]) await keep(journal, makeJob({ id: idOf(at), number: at }), 100);
  await expect.poll(() => readdirSync(folder).length).toBeLessThan(4);
  expect(readdirSync(folder)).toContain(`${idOf(4)}.jsonl`);
});

test('a job that tells too much says so once, and its result is kept all the same', async () => {
  const troubles: string[] = [];
  const journal = await open({ maxJobBytes: 64 * 1024 });
  const writer = journal.begin(makeJob(), (text) => troubles.push(text));
  for (let sequence = 1; sequence <= 2000; sequence++)
    writer.add({ record: 'event', podId: 'pod1', event: outputEvent(sequence) });
  writer.add({ record: 'event', podId: 'pod1', event: { ...pass, sequence: 2001, atMs: Date.now() } });
  await writer.close();
  expect(troubles).toEqual([expect.stringContaining('holds no more than')]);
  expect(statSync(join(folder, `${makeJob().id}.jsonl`)).size).toBeLessThanOrEqual(64 * 1024 + 100);
  const read = await journal.read(makeJob().id);
  const kept = read?.job.runs[0]?.events ?? [];
  expect(kept.at(-1)?.kind).toBe('verdict');
  expect(kept.length + (read?.droppedCount ?? 0)).toBe(2001);
});

test('a journal that cannot be written is said once, and breaks nothing', async () => {
  const troubles: string[] = [];
  const told = (text: string) => void troubles.push(text);
  // A file stands where the folder should be.
  writeFileSync(folder, '');
  const writer = (await open()).begin(makeJob(), told);
  writer.add({ record: 'event', podId: 'pod1', event: outputEvent(1) });
  await writer.sync();
  writer.add({ record: 'event', podId: 'pod1', event: outputEvent(2) });
  await writer.close();
  expect(troubles).toEqual([expect.stringMatching(/cannot be written.*(EEXIST|ENOTDIR)/)]);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is such a trouble', async () => {
  const { createJournalWriter } = await import('../../../../source/jobs/journal/writer.ts');
  const troubles: string[] = [];
  const writer = createJournalWriter({
    path: '/dev/full',
    how: 'again',
    onTrouble: (text) => troubles.push(text),
  });
  writer.add({ record: 'dropped', count: 1 });
  await writer.close();
  expect(troubles).toEqual([expect.stringContaining('ENOSPC')]);
});

test('a link that somebody laid there is not followed', async () => {
  mkdirSync(folder, { recursive: true });
  const target = join(state, 'precious');
  writeFileSync(target, 'precious');
  symlinkSync(target, join(folder, `${makeJob().id}.jsonl`));
  const troubles: string[] = [];
  const writer = (await open()).begin(makeJob(), (text) => troubles.push(text));
  await writer.close();
  expect(troubles).toHaveLength(1);
  expect(readFileSync(target, 'utf8')).toBe('precious');
});

test('a folder that others could read is closed to them', async () => {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  await keep(await open());
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a long job is listed by its first and last line', async () => {
  const journal = await open();
  const job = makeJob();
  const writer = journal.begin(job, silent);
  for (let sequence = 1; sequence <= 5000; sequence++)
    writer.add({ record: 'event', podId: 'pod1', event: outputEvent(sequence) });
  const ended = { kind: 'ended', atMs: Date.now(), verdict: 'fail', text: 'Bad.', exitCode: 2 } as const;
  writer.add({ record: 'state', podId: 'pod1', state: ended });
  writer.add({ record: 'ended', runs: [{ podId: 'pod1', state: ended, livesInPod: false }] });
  await writer.close();
  const [listed] = await journal.list();
  expect(listed?.job.runs[0]).toMatchObject({ state: ended, events: [] });
  expect((await journal.read(job.id))?.job.runs[0]?.events).toHaveLength(5000);
  expect(makeRun().events).toEqual([]);
});
