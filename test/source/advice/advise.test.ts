import { describe, expect, it } from 'vitest';
import { advise } from '../../../source/advice/advise.ts';
import type { Observation } from '../../../source/advice/observation.ts';
import type { AdviceSubject, Verdict } from '../../../source/advice/rule.ts';
import { makePod } from '../fleet/make.ts';
import { observationsOf, subjectOf } from './make-observations.ts';

function verdictOf(ruleId: string, subject: AdviceSubject): Verdict {
  const line = advise(subject).lines.find((each) => each.ruleId === ruleId);
  if (line === undefined) throw new Error(`no rule ${ruleId}`);
  return line.verdict;
}

function advised(ruleId: string, fieldsOf: (index: number) => Partial<Observation>, count = 20) {
  const verdict = verdictOf(ruleId, subjectOf(observationsOf(count, fieldsOf)));
  if (verdict.kind !== 'advised') throw new Error(`${ruleId} says ${JSON.stringify(verdict)}`);
  return verdict;
}

describe('advice', () => {
  it('advises nothing on a pod that is well', () => {
    const { lines, watchedMinutes } = advise(
      subjectOf(
        observationsOf(40, () => ({})),
        { others: [makePod({ id: 'pod2' })] },
      ),
    );
    expect(lines.filter(({ verdict }) => verdict.kind !== 'quiet')).toEqual([]);
    expect(watchedMinutes).toBe(40);
  });

  it('advises nothing on too little data, and says how much is missing', () => {
    const verdict = verdictOf('cpu-high', subjectOf(observationsOf(5, () => ({ cpuPercent: 99 }))));
    expect(verdict).toEqual({ kind: 'too-little', of: 'CPU figures', haveMinutes: 5, needMinutes: 12 });
  });

  it('does not take an unknown figure for a low or an idle one', () => {
    const unknown = observationsOf(20, () => ({
      cpuPercent: null,
      busyCardCount: null,
      memoryPercent: null,
    }));
    for (const ruleId of ['cpu-high', 'memory-high', 'gpu-idle'])
      expect(verdictOf(ruleId, subjectOf(unknown)).kind).toBe('too-little');
  });

  it('does not take old minutes for the present', () => {
    const old = observationsOf(20, () => ({ cpuPercent: 99 })).map((each) => ({
      ...each,
      atMs: each.atMs - 3_600_000,
    }));
    expect(verdictOf('cpu-high', subjectOf(old)).kind).toBe('too-little');
  });

  it('advises a larger pod where CPU stays over 70 %, not for a spike', () => {
    expect(advised('cpu-high', () => ({ cpuPercent: 85 })).saw).toBe(
      'CPU 85 % of the limit on average, over 70 % in 15 of 15 minutes',
    );
    const spike = observationsOf(20, (index) => ({ cpuPercent: index > 16 ? 100 : 20 }));
    expect(verdictOf('cpu-high', subjectOf(spike)).kind).toBe('quiet');
  });

  it('names the memory that would do', () => {
    expect(advised('memory-high', () => ({ memoryPercent: 90 })).change).toContain(
      '192 GB instead of 128 GB',
    );
  });

  it('sees a response time that rises, and none in noise', () => {
    const rising = advised('response-rising', (index) => ({ responseMs: 20 + index * 3 + (index % 3) }), 40);
    expect(rising.saw).toMatch(/^median response \d+ ms, then \d+ ms: 3\.\d ms more each minute/);
    const noise = observationsOf(40, (index) => ({ responseMs: 40 + ((index * 7919) % 23) }));
    expect(verdictOf('response-rising', subjectOf(noise)).kind).toBe('quiet');
  });

  it('sees a single thread only where other CPUs are free', () => {
    const one = { busiestProcessCores: 1, cpuPercent: 8 };
    expect(advised('single-thread', () => one).saw).toContain('1.00 CPUs in 15 of 15 minutes');
    const small = observationsOf(20, () => ({ ...one, limitCores: 1, cpuPercent: 99 }));
    expect(verdictOf('single-thread', subjectOf(small)).kind).toBe('quiet');
  });

  it('advises a second pod where one serves alone', () => {
    const ports = [{ privatePort: 80, publicPort: 1, ip: '', public: true, type: 'http' as const }];
    const history = observationsOf(20, () => ({}));
    const alone = verdictOf('redundancy', subjectOf(history, { pod: { ports } }));
    expect(alone).toMatchObject({ kind: 'advised', savedPerHourDollars: -5.98 });
    const twin = makePod({ id: 'pod2', name: 'twin' });
    expect(verdictOf('redundancy', subjectOf(history, { pod: { ports }, others: [twin] }))).toEqual({
      kind: 'quiet',
      reason: 'twin does the same',
    });
  });

  it('advises more pods for many connections', () => {
    expect(advised('connections', () => ({ socketCount: 900 })).change).toContain('about 450');
  });

  it('names a cheaper place for the same card', () => {
    const cheap = makePod({ id: 'pod2', name: 'cheap', costPerHourDollars: 3.98, region: 'EU-CZ-1' });
    const busy = observationsOf(20, () => ({ gpuPercent: 95 }));
    const verdict = verdictOf('cost', subjectOf(busy, { others: [cheap] }));
    expect(verdict).toMatchObject({ kind: 'advised', savedPerHourDollars: expect.closeTo(2) });
    expect(verdictOf('cost', subjectOf(busy)).kind).toBe('quiet');
  });

  it('says what an idle pod has cost, as far back as it was seen idle', () => {
    const verdict = advised('gpu-idle', (index) => ({ busyCardCount: index < 60 ? 2 : 0 }), 180);
    expect(verdict.saw).toBe('no card above 5 % in 120 minutes: $11.96 so far');
    expect(verdict.savedPerHourDollars).toBe(5.98);
  });

  it('leaves out what was watched yesterday', () => {
    const idle = observationsOf(120, () => ({ busyCardCount: 0 }));
    const yesterday = idle.slice(0, 100).map((each) => ({ ...each, atMs: each.atMs - 86_400_000 }));
    const subject = subjectOf([...yesterday, ...idle.slice(100)]);
    expect(advise(subject).watchedMinutes).toBe(20);
    expect(verdictOf('gpu-idle', subject)).toMatchObject({ kind: 'advised', forMinutes: 20 });
  });

  it('counts the cards that are not needed', () => {
    const verdict = advised('gpu-idle', () => ({ busyCardCount: 1 }));
    expect(verdict.savedPerHourDollars).toBe(2.99);
    expect(verdict.change).toContain('fits 1 card');
  });
});
