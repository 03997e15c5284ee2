import { expect, test } from 'vitest';
import { type JobsEvent, maxJobs, maxRunEvents, noJobs } from '../../../../source/jobs/model/job.ts';
import { reduceJobs } from '../../../../source/jobs/model/reduce.ts';
import { makeJob, makeRun, outputEvent, pass, startedAtMs } from '../make.ts';

const jobId = makeJob().id;
const began: JobsEvent = { kind: 'job-began', job: makeJob() };
const events = (...list: ReturnType<typeof outputEvent>[]): JobsEvent => ({
  kind: 'run-events',
  jobId,
  podId: 'pod1',
  events: list,
});
const verdict = (sequence: number, atMs: number) => ({ ...pass, sequence, atMs });
const only = (all: readonly JobsEvent[]) => reduceJobs(noJobs, all).jobs[0];

test('what a run tells is in order, and its verdict ends it and the job', () => {
  const job = only([
    began,
    events(outputEvent(1)),
    events(outputEvent(2), { kind: 'progress', fraction: 0.4, text: 'half', sequence: 3, atMs: 3 }),
    events({ kind: 'progress', fraction: 1.5, text: 'over', sequence: 4, atMs: 4 }),
    events(verdict(5, startedAtMs + 700)),
  ]);
  expect(job?.runs[0]?.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  expect(job?.runs[0]?.progress).toEqual({ fraction: 1, text: 'over' });
  expect(job?.runs[0]?.state).toMatchObject({ kind: 'ended', verdict: 'pass', atMs: startedAtMs + 700 });
  expect(job?.endedAtMs).toBe(startedAtMs + 700);
});

test('an end is final, and a pod whose clock is behind does not end a job before it began', () => {
  const job = only([
    began,
    events(verdict(1, 1000)),
    { kind: 'run-state', jobId, podId: 'pod1', state: { kind: 'left', reason: 'late' } },
  ]);
  expect(job?.runs[0]?.state.kind).toBe('ended');
  expect(job?.endedAtMs).toBe(startedAtMs);
});

test('a job of two pods ends with the later of them, and not before', () => {
  const job = makeJob({ runs: [makeRun(), makeRun({ podId: 'pod2' })] });
  const one = reduceJobs(noJobs, [{ kind: 'job-began', job }, events(verdict(1, startedAtMs + 900))]);
  expect(one.jobs[0]?.endedAtMs).toBeNull();
  const both = reduceJobs(one, [
    { kind: 'run-events', jobId, podId: 'pod2', events: [verdict(1, startedAtMs + 200)] },
  ]);
  expect(both.jobs[0]?.endedAtMs).toBe(startedAtMs + 900);
});

test('a run keeps its newest events and counts those that went', () => {
  const many = Array.from({ length: maxRunEvents + 5 }, (_, at) => outputEvent(at + 1));
  const run = only([began, ...many.map((event) => events(event))])?.runs[0];
  expect(run?.events).toHaveLength(maxRunEvents);
  expect(run?.events[0]?.sequence).toBe(6);
  expect(run?.droppedCount).toBe(5);
  const more = reduceJobs({ jobs: [makeJob({ runs: run === undefined ? [] : [run] })] }, [
    events(outputEvent(maxRunEvents + 6)),
  ]);
  expect(more.jobs[0]?.runs[0]?.droppedCount).toBe(6);
});

test('the newest jobs stay, in the order in which they began', () => {
  const jobs = Array.from({ length: maxJobs + 3 }, (_, at) =>
    makeJob({ id: `20270115T080000${String(at).padStart(3, '0')}-${at}-000000`, number: at }),
  );
  const snapshot = reduceJobs(noJobs, [
    { kind: 'jobs-loaded', jobs: jobs.slice(2).reverse() },
    ...jobs.slice(0, 2).map((job): JobsEvent => ({ kind: 'job-began', job })),
  ]);
  expect(snapshot.jobs).toHaveLength(maxJobs);
  expect(snapshot.jobs[0]?.number).toBe(maxJobs + 2);
  expect(snapshot.jobs.at(-1)?.number).toBe(3);
});

test('what the disk has of a job never takes the place of what goes on here', () => {
  const past = makeJob({ origin: 'journal', areEventsLoaded: false });
  const opened = makeJob({ origin: 'journal', runs: [makeRun({ events: [outputEvent(1)] })] });
  const loaded = reduceJobs(noJobs, [
    { kind: 'jobs-loaded', jobs: [past] },
    { kind: 'events-loaded', job: opened },
  ]);
  expect(loaded.jobs[0]?.runs[0]?.events).toHaveLength(1);
  const here = reduceJobs(noJobs, [
    began,
    events(outputEvent(1), outputEvent(2)),
    { kind: 'jobs-loaded', jobs: [past] },
    { kind: 'events-loaded', job: opened },
  ]);
  expect(here.jobs).toHaveLength(1);
  expect(here.jobs[0]?.runs[0]?.events).toHaveLength(2);
});

test('nothing new leaves the snapshot itself as it was', () => {
  expect(reduceJobs(noJobs, [])).toBe(noJobs);
});
