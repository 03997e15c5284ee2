import { describe, expect, it } from 'vitest';
import type { JobEventBody } from '../../../../pod-agent/protocol/job-events.ts';
import { textOfJob } from '../../../../source/jobs/model/job-text.ts';
import type { JobLine } from '../../../../source/jobs/model/line.ts';
import { linesOfEvents } from '../../../../source/jobs/model/lines.ts';
import { jobFraction } from '../../../../source/jobs/model/questions.ts';
import { buildingBodies, deployJob, failedBodies, readyBodies } from '../../ui/fixture-deploys.ts';
import { eventsOf } from '../../ui/fixture-jobs.ts';

const linesOf = (bodies: readonly JobEventBody[]) => linesOfEvents(eventsOf(bodies));
const seen = (lines: readonly JobLine[]) =>
  lines.filter(({ under }) => under === undefined).map(({ indent, text }) => `${' '.repeat(indent)}${text}`);

describe('the lines of a deploy', () => {
  it('stand in the order of its steps, with the newest output of the one that runs', () => {
    const lines = seen(linesOf(buildingBodies));
    expect(lines.slice(0, 5)).toEqual([
      'deploys chat 1.8.0 as d-r8',
      '▲ warn     look before it begins: 1 warning',
      '  ▲ The base image floats.',
      '– skipped  run the tests: nothing has changed since 1.7.0',
      '▶ build the image',
    ]);
    expect(lines.slice(5)).toHaveLength(8);
    expect(lines.at(-1)).toBe('  STEP 30/30: COPY part-30 /app/');
  });

  it('fold what a step has said once it has passed, and keep it for who unfolds it', () => {
    const lines = linesOf(readyBodies);
    expect(lines.find(({ key }) => key === 'step:build')?.isOpener).toBe(true);
    expect(lines.filter(({ under }) => under === 'step:build')).toHaveLength(30);
    expect(seen(lines).filter((text) => text.includes('STEP'))).toEqual([]);
  });

  it('of many looks show those that found something, and a title that the text begins with once', () => {
    const look = (step: string, title: string, outcome: 'pass' | 'warn' | 'fail' | 'skipped', text: string) =>
      [
        { kind: 'step-began', step: `preflight/${step}`, title },
        { kind: 'step-ended', step: `preflight/${step}`, outcome, text, tookMs: 1 },
      ] as const;
    const lines = linesOf([
      { kind: 'step-began', step: 'preflight', title: 'look for problems' },
      ...look('source', 'Source', 'pass', 'Clean.'),
      ...look('secrets', 'Secrets', 'skipped', 'None.'),
      ...look('dockerfile', 'Dockerfile', 'warn', 'Dockerfile:1: It floats.'),
      ...look('balance', 'Balance', 'fail', 'Nothing is left.'),
      { kind: 'step-ended', step: 'preflight', outcome: 'fail', text: '1 problem', tookMs: 2 },
    ]);
    expect(seen(lines)).toEqual([
      '✖ fail     look for problems: 1 problem',
      '  ▲ warn     Dockerfile:1: It floats.',
      '  ✖ fail     Balance: Nothing is left.',
    ]);
    expect(lines.find(({ text }) => text.includes('Clean'))?.under).toBe('step:preflight');
  });

  it('have the ladder of readiness under its step, the rung that goes on with its time', () => {
    const lines = linesOf(readyBodies);
    expect(seen(lines).slice(-4)).toEqual([
      '▶ wait until it is ready',
      '  ✔ pass     placed: on a host in US-TX-3',
      '  ▶ pulling',
      '    layer 4 of 9',
    ]);
    expect(lines.find(({ key }) => key === 'step:ready/pulling')?.sinceMs).toBeTypeOf('number');
    expect(lines.find(({ key }) => key === 'step:ready/placed')?.tookMs).toBe(3000);
  });

  it('quote what failed, and what undid it, and end with the verdict', () => {
    expect(seen(linesOf(failedBodies)).slice(-9)).toEqual([
      '✖ fail     wait until it is ready: the image is not there to be pulled',
      '  ✔ pass     placed: on a host in US-TX-3',
      '  ✖ fail     pulling: manifest unknown',
      '    layer 4 of 9',
      '  ✖ manifest unknown: registry.lab/acme/chat:1.8.0',
      '▲ look at the registry’s clean-up rules',
      'undone: the pod “chat-2”',
      'undone: the image registry.lab/acme/chat:1.8.0',
      '✖ fail  the image is not there to be pulled: undone',
    ]);
  });

  it('are the same whether the events come one by one or all at once', () => {
    const all = eventsOf(failedBodies);
    for (let count = 1; count <= all.length; count++) linesOfEvents(all.slice(0, count));
    const grown = linesOfEvents(all.slice());
    expect(grown).toEqual(linesOf(failedBodies));
    expect(new Set(grown.map(({ key }) => key)).size).toBe(grown.length);
  });

  it('say of a rung that was still open that nobody saw its end', () => {
    const lines = linesOf([
      ...readyBodies,
      { kind: 'step-ended', step: 'ready', outcome: 'fail', text: 'exited at once', tookMs: 9 },
      { kind: 'output', level: 'info', text: 'undone: the pod' },
    ]);
    const rung = lines.find(({ key }) => key === 'step:ready/pulling');
    expect(rung?.text).toBe('? unknown  pulling: it was given up with the step');
    expect(rung?.sinceMs).toBeUndefined();
    expect(lines.at(-1)?.text).toBe('undone: the pod');
  });

  it('take a step that begins again in its place', () => {
    const again = linesOf([
      ...readyBodies,
      { kind: 'step-ended', step: 'ready/pulling', outcome: 'warn', text: 'slow', tookMs: 9 },
      { kind: 'step-began', step: 'ready/pulling', title: 'pulling' },
    ]);
    expect(again.filter(({ key }) => key === 'step:ready/pulling').map(({ text }) => text)).toEqual([
      '▶ pulling',
    ]);
  });
});

describe('what is taken back', () => {
  const undo = (title: string, text: string): readonly JobEventBody[] => [
    { kind: 'step-began', step: 'undo/git-tag', title },
    { kind: 'step-ended', step: 'undo/git-tag', outcome: 'pass', text, tookMs: 5 },
  ];

  it('has a line for each act, although two are of one kind', () => {
    const lines = linesOf([...readyBodies, ...undo('take back a', 'gone'), ...undo('take back b', 'gone')]);
    expect(seen(lines).slice(-2)).toEqual(['✔ pass     take back a: gone', '✔ pass     take back b: gone']);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  });

  it('reads the same in an abort, which has no other steps', () => {
    expect(seen(linesOf(undo('take back a', 'gone')))).toEqual(['✔ pass     take back a: gone']);
  });
});

describe('how far a deploy is', () => {
  it('is counted by its steps, not by the progress of the one that runs', () => {
    expect(jobFraction(deployJob(buildingBodies))).toBeCloseTo((2 + 0.43) / 11);
    expect(jobFraction(deployJob(failedBodies))).toBe(1);
    expect(jobFraction(deployJob([]))).toBeNull();
  });
});

describe('a deploy that is saved', () => {
  it('has all of its output, folded or not', () => {
    const text = textOfJob(deployJob(failedBodies));
    expect(text).toContain('#50 deploy, begun ');
    expect(text.split('\n').filter((line) => line.includes('STEP '))).toHaveLength(30);
  });
});
