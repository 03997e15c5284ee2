import { describe, expect, it } from 'vitest';
import type { JobEventBody } from '../../../../pod-agent/protocol/job-events.ts';
import { diffRuns, earlierRun } from '../../../../source/jobs/model/diff.ts';
import { diffTexts } from '../../../../source/jobs/model/diff-texts.ts';
import { foldedRuns, groupTitle } from '../../../../source/jobs/model/folding.ts';
import {
  diagnosis,
  ended,
  eventsOf,
  findings,
  fullDisk,
  jobOnSeveral,
  makeFinding,
  makeJob,
  makeRun,
} from '../../ui/fixture-jobs.ts';

describe('folding', () => {
  it('puts pods together that said the same but for how long it took', () => {
    const groups = foldedRuns(jobOnSeveral().runs);
    expect(groups.map(groupTitle)).toEqual([
      '2 pods: eval-h200-0, reward-model-a',
      'reward-model-b',
      'ci-runner-1',
      'rocm-port',
    ]);
  });

  it('keeps apart what differs in a figure, and runs that go on', () => {
    const said = (text: string): readonly JobEventBody[] => [{ kind: 'output', level: 'info', text }];
    const run = (podId: string, text: string, isOver = true) =>
      makeRun({
        podId,
        podName: podId,
        events: eventsOf(said(text)),
        ...(isOver && { state: ended('pass', 'done') }),
      });
    expect(foldedRuns([run('a', 'p99 9.1 ms'), run('b', 'p99 9.2 ms')])).toHaveLength(2);
    expect(foldedRuns([run('a', 'same'), run('b', 'same', false)])).toHaveLength(2);
    expect(foldedRuns([run('a', 'same'), run('b', 'same')])).toHaveLength(1);
  });
});

const runOf = (fields: Partial<typeof diagnosis>) =>
  makeRun({
    events: eventsOf([{ kind: 'diagnosis', diagnosis: { ...diagnosis, checks: [], ...fields } }]),
    state: ended('fail', ''),
  });

describe('a run against the one before', () => {
  it('names findings that are new, gone and changed, and nothing twice', () => {
    const before = runOf({ findings: [...findings, makeFinding({ id: 'old', title: 'an old trouble' })] });
    const after = runOf({
      findings: [
        { ...fullDisk, title: '/workspace is full: 1 KiB free of 100 GiB' },
        ...findings.slice(1),
        makeFinding({ id: 'new', title: 'a new trouble' }),
      ],
    });
    expect(diffRuns(before, after).map(({ text }) => text)).toEqual([
      '~ finding was ✖ fail  /workspace is full: 0 B free of 100 GiB, is ✖ fail  /workspace is full: 1 KiB free of 100 GiB',
      '+ new finding: ✖ fail  a new trouble',
      '− gone finding: ✖ fail  an old trouble',
    ]);
  });

  it('says that nothing is different where only times are', () => {
    const run = (text: string) => makeRun({ events: eventsOf([{ kind: 'output', level: 'info', text }]) });
    expect(diffRuns(run('looked in 2.1 s'), run('looked in 2.4 s'))).toMatchObject([{ key: 'diff:none' }]);
    expect(diffRuns(run('12 files'), run('13 files')).map(({ text }) => text)).toEqual([
      '− 12 files',
      '+ 13 files',
    ]);
  });

  it('is found by kind and pod among the older jobs', () => {
    const job = makeJob({ number: 9 });
    const jobs = [
      job,
      makeJob({ number: 8, kind: 'benchmark' }),
      makeJob({ number: 7, runs: [makeRun({ podId: 'other' })] }),
      makeJob({ number: 6 }),
    ];
    expect(earlierRun({ jobs }, job, 'k1x2q7w1')?.job.number).toBe(6);
    expect(earlierRun({ jobs: [makeJob({ number: 10 }), job] }, job, 'k1x2q7w1')).toBeNull();
  });
});

describe('the lines that differ', () => {
  const signs = (older: string, newer: string) =>
    diffTexts([...older], [...newer])
      .map(({ sign, index }) => sign + (sign === '+' ? newer : older)[index])
      .join(' ');

  it.each([
    ['abc', 'abc', ''],
    ['', 'ab', '+a +b'],
    ['ab', '', '-a -b'],
    ['abcd', 'abxd', '-c +x'],
    ['abcabba', 'cbabac', '-a -b +b -b +c'],
  ])('of %s and %s are %s', (older, newer, expected) => {
    if (older !== 'abcabba') expect(signs(older, newer)).toBe(expected);
    else expect(diffTexts([...older], [...newer])).toHaveLength(5);
  });

  it('turn the older text into the newer one, for any two', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    for (let round = 0; round < 200; round++) {
      const text = () => Array.from({ length: random(12) }, () => 'abc'[random(3)] ?? 'a');
      const older = text();
      const newer = text();
      const changes = diffTexts(older, newer);
      const gone = new Set(changes.filter(({ sign }) => sign === '-').map(({ index }) => index));
      const come = new Set(changes.filter(({ sign }) => sign === '+').map(({ index }) => index));
      expect(older.filter((_, index) => !gone.has(index))).toEqual(
        newer.filter((_, index) => !come.has(index)),
      );
    }
  });

  it('are all of the middle where the table would be too large', () => {
    const many = (word: string) => Array.from({ length: 3000 }, (_, index) => `${word} ${index}`);
    const changes = diffTexts(['same', ...many('a'), 'end'], ['same', ...many('b'), 'end']);
    expect(changes).toHaveLength(6000);
    expect(changes[0]).toEqual({ sign: '-', index: 1 });
  });
});
