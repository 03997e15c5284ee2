import { appendFile, mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxObservations } from '../../../source/advice/observation.ts';
import { createHistoryFiles } from '../../../source/history/history-files.ts';
import { observationsOf } from '../advice/make-observations.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the files of histories', () => {
  it('gives back what was kept, and is for the operator alone', async () => {
    const kept = join(folder, 'state', 'history');
    const files = createHistoryFiles(kept);
    const observations = observationsOf(3, () => ({ responseMs: null }));
    for (const each of observations) await files.append('pod1', each);
    expect(await files.read('pod1')).toEqual(observations);
    expect(await files.read('pod2')).toEqual([]);
    expect((await stat(kept)).mode & 0o777).toBe(0o700);
    expect((await stat(join(kept, 'pod1.jsonl'))).mode & 0o777).toBe(0o600);
  });

  it('leaves out a line that was cut off, and one that is no observation', async () => {
    const files = createHistoryFiles(folder);
    const [first, second] = observationsOf(2, () => ({}));
    if (first === undefined || second === undefined) throw new Error('two were made');
    await files.append('pod1', first);
    await appendFile(join(folder, 'pod1.jsonl'), '{"atMs":"soon"}\n{"atMs":17');
    expect(await files.read('pod1')).toEqual([first]);
  });

  it('is never far longer than what is read of it', async () => {
    const files = createHistoryFiles(folder);
    const many = observationsOf(maxObservations * 3, () => ({}));
    for (const each of many) await files.append('pod1', each);
    const lines = (await readFile(join(folder, 'pod1.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(maxObservations * 2);
    expect(await files.read('pod1')).toEqual(many.slice(-maxObservations));
    expect(await readdir(folder)).toEqual(['pod1.jsonl']);
  });

  it('forgets a pod that was not seen for 90 days, unless it is back, and no file of another kind', async () => {
    const [one] = observationsOf(1, () => ({}));
    if (one === undefined) throw new Error('one was made');
    const old = Date.now() / 1000 - 91 * 24 * 3600;
    await appendFile(join(folder, 'notes.txt'), 'mine');
    for (const pod of ['gone', 'back']) await createHistoryFiles(folder).append(pod, one);
    for (const name of ['gone.jsonl', 'back.jsonl', 'notes.txt']) await utimes(join(folder, name), old, old);
    const files = createHistoryFiles(folder);
    await files.append('back', one);
    expect((await readdir(folder)).sort()).toEqual(['back.jsonl', 'notes.txt']);
    expect(await files.read('back')).toHaveLength(2);
  });

  it('never leaves its folder, whatever a pod is called', async () => {
    const files = createHistoryFiles(join(folder, 'history'));
    const [one] = observationsOf(1, () => ({}));
    if (one === undefined) throw new Error('one was made');
    await files.append('../../ssh:root@host:22', one);
    expect(await files.read('../../ssh:root@host:22')).toEqual([one]);
    expect(await readdir(folder)).toEqual(['history']);
  });

  it('says which file cannot be written', async () => {
    await appendFile(join(folder, 'taken'), '');
    const files = createHistoryFiles(join(folder, 'taken'));
    const [one] = observationsOf(1, () => ({}));
    if (one === undefined) throw new Error('one was made');
    await expect(files.append('pod1', one)).rejects.toThrow(
      `Cannot keep the history of a pod in ${folder}/taken/pod1`,
    );
  });
});
