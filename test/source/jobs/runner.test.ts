import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecret } from '../../../source/base/secret.ts';
import type { Pod } from '../../../source/fleet/pod.ts';
import { createShelf } from '../../../source/jobs/benchmarks/kept-reports.ts';
import { openJournal } from '../../../source/jobs/journal/journal.ts';
import type { KindOfJob, RunContext, Told } from '../../../source/jobs/kinds/kind.ts';
import type { Job, PodRun } from '../../../source/jobs/model/job.ts';
import { mostRunsAtOnce } from '../../../source/jobs/run-options.ts';
import { createJobs, type JobsOptions, type RunningJobs } from '../../../source/jobs/runner.ts';
import { makePod } from '../fleet/make.ts';
import { pass } from './make.ts';
import { buildProgram, kill, untilSaid } from './programs.ts';

let state = '';
const opened: RunningJobs[] = [];
const children: ChildProcess[] = [];
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'pod-engine-runner-'));
});
afterEach(async () => {
  for (const jobs of opened.splice(0)) await jobs.close('stop');
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(state, { recursive: true });
});

const quick = { askMs: 300, termMs: 300, killMs: 300, endMs: 300 };
const pods = ['pod1', 'pod2', 'pod3'].map((id) => makePod({ id, name: `train-${id}` }));
const noDoors = { open: () => Promise.reject(new Error('no door')), close: () => Promise.resolve() };

async function open(
  run: KindOfJob['run'],
  options: Partial<JobsOptions> & { readonly fleet?: readonly Pod[] } = {},
): Promise<RunningJobs> {
  const fleet = options.fleet ?? pods;
  const jobs = createJobs({
    journal: await openJournal({ folder: join(state, 'jobs'), profile: 'test', nowMs: Date.now }),
    benchmarks: createShelf({ folder: join(state, 'benchmarks') }),
    cloud: null,
    doors: () => Promise.resolve(noDoors),
    targetOf: () => null,
    podOf: (id) => fleet.find((pod) => pod.id === id) ?? null,
    secrets: [],
    nowMs: Date.now,
    saveFolder: state,
    deploy: () => Promise.reject(new Error('No deploy is asked for here.')),
    kinds: [{ kind: 'diagnose', run }],
    stopTimes: quick,
    ...options,
  });
  opened.push(jobs);
  return jobs;
}

const start = (jobs: RunningJobs, on: readonly Pod[] = pods.slice(0, 1)): string =>
  jobs.start({ kind: 'diagnose', pods: on, arguments: {} });

function jobOf(jobs: RunningJobs, id: string): Job {
  const job = jobs.snapshot().jobs.find((each) => each.id === id);
  if (job === undefined) throw new Error(`no job ${id}`);
  return job;
}
const runOf = (jobs: RunningJobs, id: string, at = 0): PodRun => {
  const run = jobOf(jobs, id).runs[at];
  if (run === undefined) throw new Error('no run');
  return run;
};
const textsOf = (run: PodRun): string[] =>
  run.events.flatMap((event) => (event.kind === 'output' ? [event.text] : []));
const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });

test('a job over three pods gives a result for each, and one that hangs holds up none of the others', async () => {
  const jobs = await open(async function* ({ pod, signal }: RunContext): AsyncGenerator<Told> {
    yield { kind: 'output', level: 'info', text: `hello from ${pod.name}` };
    if (pod.id === 'pod2') return await aborted(signal);
    if (pod.id === 'pod3') throw new Error('the shell said nothing');
    yield pass;
  });
  const id = start(jobs, pods);
  expect(jobs.snapshot().jobs[0]?.id).toBe(id);
  await expect.poll(() => runOf(jobs, id, 0).state.kind).toBe('ended');
  await expect
    .poll(() => runOf(jobs, id, 2).state)
    .toMatchObject({
      kind: 'ended',
      verdict: 'inconclusive',
      text: 'the shell said nothing',
    });
  expect(runOf(jobs, id, 1).state.kind).toBe('running');
  expect(jobOf(jobs, id).endedAtMs).toBeNull();
  jobs.stop(id);
  await jobs.over(id);
  expect(runOf(jobs, id, 1).state).toMatchObject({ kind: 'ended', verdict: 'stopped' });
  expect(textsOf(runOf(jobs, id, 1))).toEqual([
    'hello from train-pod2',
    'asked to stop',
    'the connection is closed',
  ]);
  expect(jobOf(jobs, id).endedAtMs).not.toBeNull();
});

test('a child that ignores being asked and told is killed, and each step is said', async () => {
  const program = await buildProgram('stubborn', state);
  const heard: string[] = [];
  // Time enough for the child to say that it was asked and told.
  const stopTimes = { ...quick, askMs: 1500, termMs: 1500 };
  const run: KindOfJob['run'] = async function* ({ onStop }: RunContext): AsyncGenerator<Told> {
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const exited = once(child, 'exit');
    const signals = { asked: 'SIGINT', term: 'SIGTERM', kill: 'SIGKILL' } as const;
    onStop((how) => void child.kill(signals[how]));
    for await (const line of createInterface({ input: child.stdout })) {
      heard.push(line);
      yield { kind: 'output', level: 'info', text: `child: ${line}` };
    }
    await exited;
    yield { kind: 'verdict', verdict: 'stopped', text: `ended by ${child.signalCode}`, exitCode: 3 };
  };
  const jobs = await open(run, { stopTimes });
  const states: string[] = [];
  const id = start(jobs);
  jobs.subscribe(() => {
    const { state: now } = runOf(jobs, id);
    states.push(now.kind === 'stopping' ? now.how : now.kind);
  });
  await expect.poll(() => heard).toContain('ready');
  jobs.stop(id);
  await jobs.over(id);
  expect(heard).toEqual(['ready', 'asked', 'told']);
  expect(textsOf(runOf(jobs, id)).filter((text) => !text.startsWith('child'))).toEqual([
    'asked to stop',
    'told to end (TERM)',
    'killed (KILL)',
  ]);
  expect(runOf(jobs, id).state).toMatchObject({ verdict: 'stopped', text: 'ended by SIGKILL' });
  expect([...new Set(states)]).toEqual(expect.arrayContaining(['asked', 'term']));
});

test('an operator who insists does not wait for the next step, and what hangs after all is given up', async () => {
  const hows: string[] = [];
  const jobs = await open(
    async function* ({ onStop }: RunContext): AsyncGenerator<Told> {
      onStop((how) => {
        hows.push(how);
        throw new Error('nobody is there');
      });
      await new Promise(() => undefined);
      yield pass;
    },
    { stopTimes: { askMs: 1e8, termMs: 1e8, killMs: 100, endMs: 100 } },
  );
  const id = start(jobs);
  await expect.poll(() => runOf(jobs, id).state.kind).toBe('running');
  jobs.stop(id);
  jobs.stop(id);
  jobs.stop(id);
  await jobs.over(id);
  expect(hows).toEqual(['asked', 'term', 'kill']);
  expect(runOf(jobs, id).state).toMatchObject({ kind: 'ended', verdict: 'stopped' });
  expect(textsOf(runOf(jobs, id))).toEqual(
    expect.arrayContaining([
      'it could not be told: nobody is there',
      'it still goes on: the connection is closed',
      'it did not end, and is given up',
    ]),
  );
});

test('no more than sixteen runs at once; the rest wait, and one that waits is stopped at once', async () => {
  const many = Array.from({ length: 20 }, (_, at) => makePod({ id: `many${at}` }));
  let now = 0;
  let most = 0;
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const jobs = await open(
    async function* (): AsyncGenerator<Told> {
      now += 1;
      most = Math.max(most, now);
      await gate;
      now -= 1;
      yield pass;
    },
    { fleet: many },
  );
  const id = start(jobs, many);
  await expect.poll(() => now).toBe(mostRunsAtOnce);
  expect(jobOf(jobs, id).runs.filter(({ state: { kind } }) => kind === 'waiting')).toHaveLength(4);
  const other = start(jobs, many.slice(0, 1));
  jobs.stop(other);
  await jobs.over(other);
  expect(runOf(jobs, other).state).toMatchObject({ verdict: 'stopped' });
  letGo();
  await jobs.over(id);
  expect(most).toBe(mostRunsAtOnce);
  expect(jobOf(jobs, id).runs.every(({ state: { kind } }) => kind === 'ended')).toBe(true);
});

test('a secret and what a terminal would obey reach neither the screen nor the disk', async () => {
  const jobs = await open(
    async function* (): AsyncGenerator<Told> {
      yield {
        kind: 'output',
        level: 'info',
        text: 'key sup\u001b[31mersecret123 \u202e and rpa_ABCDEF123456',
      };
      yield pass;
    },
    { secrets: [createSecret('supersecret123')] },
  );
  const id = start(jobs);
  await jobs.over(id);
  expect(textsOf(runOf(jobs, id))[0]).toBe('key [redacted]  and [redacted]');
  const [file = ''] = readdirSync(join(state, 'jobs'));
  const text = readFileSync(join(state, 'jobs', file), 'utf8');
  expect(text).toContain('[redacted]');
  expect(text).not.toMatch(/supersecret|rpa_ABC|\\u001b/);
});

test('the list, the numbers and the output of past jobs survive a restart; one is run again and saved', async () => {
  const told: KindOfJob['run'] = async function* () {
    yield { kind: 'output', level: 'info', text: 'all is well' };
    yield pass;
  };
  const first = await open(told);
  await first.over(start(first));
  await first.close('stop');
  const second = await open(told);
  await second.loadPast();
  const [past] = second.snapshot().jobs;
  expect(past).toMatchObject({ number: 1, origin: 'journal', areEventsLoaded: false });
  expect(past?.runs[0]).toMatchObject({ events: [], state: { kind: 'ended', verdict: 'pass' } });
  second.load(past?.id ?? '');
  await expect.poll(() => second.snapshot().jobs[0]?.runs[0]?.events.length).toBe(2);
  const again = second.again(past?.id ?? '');
  if (!again.ok) throw new Error(again.reason);
  await second.over(again.jobId);
  expect(jobOf(second, again.jobId).number).toBe(2);
  const saved = await second.save(past?.id ?? '');
  if (!saved.ok) throw new Error(saved.reason);
  expect(readFileSync(saved.path, 'utf8')).toMatch(/#1 diagnose[\s\S]*train-pod1[\s\S]*all is well/);
  expect((await second.save(past?.id ?? '')).ok).toBe(true);
  expect(readdirSync(state).filter((name) => name.endsWith('.txt'))).toHaveLength(2);
});

test('a job whose pods are gone is not run again', async () => {
  const jobs = await open(
    async function* (): AsyncGenerator<Told> {
      yield pass;
    },
    { podOf: () => null },
  );
  const id = start(jobs);
  await jobs.over(id);
  expect(jobs.again(id)).toEqual({ ok: false, reason: 'no pod of #1 is there any more' });
});

/** As a job in a pod: it counts, and a reader who comes back is given what he does not have yet. */
function counting(from: { value: number }): KindOfJob['run'] {
  return async function* ({ found, livesInPod, signal }: RunContext): AsyncGenerator<Told> {
    if (found === null) livesInPod('job-in-pod-1');
    for (let sequence = (found?.lastSequence ?? 0) + 1; sequence <= from.value; sequence++)
      yield { kind: 'output', level: 'info', text: `count ${sequence}`, sequence, atMs: Date.now() };
    if (found === null) await aborted(signal);
    yield { ...pass, sequence: from.value + 1, atMs: Date.now() };
  };
}

test('a job that lives in its pod is left there, and the next console follows it without loss or repetition', async () => {
  const counted = { value: 3 };
  const first = await open(counting(counted));
  const id = start(first);
  await expect.poll(() => runOf(first, id).events.length).toBe(3);
  await first.close('leave');
  expect(runOf(first, id)).toMatchObject({
    livesInPod: true,
    state: { kind: 'left', reason: expect.stringContaining('left in the pod') },
  });
  counted.value = 6;
  const second = await open(counting(counted));
  await second.loadPast();
  expect(runOf(second, id).state.kind).toBe('left');
  await second.resume([makePod({ id: 'stranger' })]);
  expect(runOf(second, id).state.kind).toBe('left');
  await second.resume(pods);
  await second.over(id);
  const run = runOf(second, id);
  expect(textsOf(run)).toEqual([1, 2, 3, 4, 5, 6].map((each) => `count ${each}`));
  expect(run.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(run.state).toMatchObject({ kind: 'ended', verdict: 'pass' });
  // It is over: a third console finds it in the list, and nothing to follow.
  const third = await open(counting(counted));
  await third.loadPast();
  await third.resume(pods);
  expect(runOf(third, id).state).toMatchObject({ kind: 'ended', verdict: 'pass' });
});

test('what does not live in a pod is stopped when the console leaves', async () => {
  const jobs = await open(async function* ({ signal }: RunContext): AsyncGenerator<Told> {
    await aborted(signal);
    yield { kind: 'output', level: 'info', text: 'closed' };
  });
  const id = start(jobs);
  await expect.poll(() => runOf(jobs, id).state.kind).toBe('running');
  await jobs.close('leave');
  expect(runOf(jobs, id).state).toMatchObject({ kind: 'ended', verdict: 'stopped' });
});

test('of a console that was killed, the job is followed from its last whole line; of one that lives, it is not', async () => {
  const program = await buildProgram('endless-writer', state);
  const child = await untilSaid(program, [join(state, 'jobs')], 'much');
  const seen: (number | null)[] = [];
  const following: KindOfJob['run'] = async function* ({ found }: RunContext) {
    seen.push(found?.lastSequence ?? null);
    yield { ...pass, sequence: (found?.lastSequence ?? 0) + 1, atMs: Date.now() };
  };
  const early = await open(following);
  await early.loadPast();
  await early.resume(pods);
  expect(seen).toEqual([]);
  await kill(child);
  const late = await open(following);
  await late.loadPast();
  await late.resume(pods);
  const [job] = late.snapshot().jobs;
  await late.over(job?.id ?? '');
  const run = runOf(late, job?.id ?? '');
  expect(seen).toEqual([run.events.length - 1]);
  expect(run.events.map(({ sequence }) => sequence)).toEqual(run.events.map((_, at) => at + 1));
  expect(run.state).toMatchObject({ kind: 'ended', verdict: 'pass' });
});
