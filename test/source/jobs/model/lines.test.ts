import { describe, expect, it } from 'vitest';
import type { JobEvent } from '../../../../pod-agent/protocol/job-events.ts';
import { figureText } from '../../../../source/jobs/model/figure-text.ts';
import { textOfJob } from '../../../../source/jobs/model/job-text.ts';
import type { JobLine } from '../../../../source/jobs/model/line.ts';
import { linesOfEvents, seriesOfEvents } from '../../../../source/jobs/model/lines.ts';
import {
  diagnosis,
  diagnosisBodies,
  eventsOf,
  findings,
  jobBenchmarked,
  jobDiagnosed,
  jobOptimised,
  makeFinding,
} from '../../ui/fixture-jobs.ts';

const shown = (lines: readonly JobLine[]) =>
  lines.filter(({ under }) => under === undefined).map(({ indent, text }) => `${' '.repeat(indent)}${text}`);

describe('the lines of a diagnosis', () => {
  const lines = linesOfEvents(eventsOf(diagnosisBodies));

  it('stand worst root first, with what it causes beneath it, and what is well in one line', () => {
    expect(shown(lines).slice(1)).toEqual([
      '✖ fail  /workspace is full: 0 B free of 100 GiB',
      '    → remove the download cache; it is fetched again when it is needed',
      '  ▲ warn  caused by that: 214 lines in 5 minutes say “No space left on device”',
      '  ✖ fail  caused by that: nginx answers 502 to 38 % of requests',
      '▲ warn  3.1 GiB are swapped out',
      '    → find out what grew and end it',
      '? 1 check could not look: gpu',
      '✔ 5 checks passed: env, app-files, network, cpu, processes',
      'looked at by the agent in the pod',
      '✖ fail  2 failures with one cause: /workspace is full',
    ]);
  });

  it('say each finding once, although it was said while the job ran and again in the result', () => {
    expect(lines.filter(({ key }) => key === 'finding:disk-full:/workspace')).toHaveLength(1);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  });

  it('have evidence, causes, impact and fix folded under their finding', () => {
    const under = lines
      .filter((line) => line.under === 'finding:disk-full:/workspace')
      .map(({ text }) => text);
    expect(under).toContain(
      'found   free space of /workspace: 0 B, expected at least 5 GiB  (statfs /workspace)',
    );
    expect(under.filter((text) => /^(cause| {5}or)/.test(text))).toHaveLength(2);
    expect(under).toContain('runs    rm -rf /workspace/cache/huggingface/downloads');
    expect(under.join('\n')).toContain('cannot be undone');
  });

  it('show a finding whose cause is unknown, and two that name each other', () => {
    const result = {
      ...diagnosis,
      checks: [],
      findings: [
        makeFinding({ id: 'a', causedBy: 'b' }),
        makeFinding({ id: 'b', causedBy: 'a' }),
        makeFinding({ id: 'c', causedBy: 'nobody' }),
      ],
    };
    const texts = shown(linesOfEvents(eventsOf([{ kind: 'diagnosis', diagnosis: result }])));
    for (const id of ['a', 'b', 'c'])
      expect(texts.filter((text) => text.trimEnd().endsWith(` ${id}`))).toHaveLength(1);
  });

  it('never show what is unknown as well', () => {
    const passed = lines.find(({ key }) => key === 'checks:ok');
    expect(passed?.text).not.toContain('gpu');
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe('the lines of other results', () => {
  it('give a benchmark as a table with its rating in words, and say what was not measured', () => {
    const run = jobBenchmarked().runs[0];
    const texts = shown(linesOfEvents(run?.events ?? []));
    expect(texts).toContain('✔ excellent  health endpoint     p50 0.42 ms · p95 0.90 ms · p99 —');
    expect(texts).toContain('· skipped    network throughput  no URL was given');
    expect(texts.join('\n')).toContain('(generator-limited)');
    expect(texts.join('\n')).toContain('the load generator was the bottleneck');
    expect(texts.filter((text) => text.includes('health endpoint'))).toHaveLength(1);
  });

  it('name the chance in a comparison, with ~ where nothing is proven', () => {
    const lines = linesOfEvents(jobBenchmarked().runs[0]?.events ?? []);
    const texts = lines.map(({ text }) => text).join('\n');
    expect(texts).toContain('13,950 req/s → 12,804 req/s  −8.2 % [−11.4 %, −5.1 %] worse (p<0.001, n=10+10)');
    expect(texts).toContain('~ (p=0.41, n=10+10)');
  });

  it('give a tuning from before to after, and never an effect that was not read', () => {
    const texts = shown(linesOfEvents(jobOptimised().runs[0]?.events ?? []));
    expect(texts[0]).toMatch(/^✔ applied +open files +1024 → 1048576$/);
    expect(texts[1]).toMatch(/^– not permitted +waiting connections +4096, wanted 65535$/);
  });

  it.each([
    [null, 'ms', '—'],
    [0.4213, 'ms', '0.42 ms'],
    [12_345.6, 'ms', '12.3 s'],
    [1204, 'req/s', '1,204 req/s'],
    [1_234_567_890, 'B/s', '1.23 GB/s'],
    [999.7, 'bytes', '1.00 kB'],
    [50, 'connections', '50 connections'],
  ])('writes %s %s as %s', (value, unit, text) => {
    expect(figureText(value, unit)).toBe(text);
  });
});

describe('a run that grows', () => {
  it('has the same lines as when it is read at once', () => {
    const events = eventsOf(diagnosisBodies);
    const fresh = linesOfEvents(events.map((event): JobEvent => ({ ...event })));
    for (let count = 1; count < events.length; count++) linesOfEvents(events.slice(0, count));
    expect(linesOfEvents([...events])).toEqual(fresh);
    expect(linesOfEvents(events.slice(0, 3))).toEqual(linesOfEvents(eventsOf(diagnosisBodies).slice(0, 3)));
  });

  it('gives the same array while nothing has come', () => {
    const events = eventsOf(diagnosisBodies);
    expect(linesOfEvents(events)).toBe(linesOfEvents([...events]));
  });

  it('reads each event of 20,000 once', () => {
    let reads = 0;
    const events = Array.from({ length: 20_000 }, (_, index): JobEvent => {
      const event = { kind: 'output', level: 'info', sequence: index + 1, atMs: index } as const;
      return Object.defineProperty({ ...event, text: '' }, 'text', {
        get: () => {
          reads++;
          return `line ${index}`;
        },
      });
    });
    linesOfEvents(events.slice(0, 19_000));
    linesOfEvents(events.slice(0, 19_500));
    expect(linesOfEvents(events)).toHaveLength(20_000);
    expect(reads).toBe(20_000);
  });

  it('keeps its points by series', () => {
    const series = seriesOfEvents(jobBenchmarked().runs[0]?.events ?? []);
    expect(series.map(({ name, unit, points }) => [name, unit, points.length])).toEqual([
      ['requests per second', 'req/s', 120],
      ['p50', 'ms', 120],
    ]);
  });
});

describe('a job as a text', () => {
  it('folds nothing', () => {
    const text = textOfJob(jobDiagnosed());
    expect(text).toContain('#40 diagnose');
    expect(text).toContain('largest below it');
    expect(text).toContain('Check of cpu: as it should be');
  });
});
