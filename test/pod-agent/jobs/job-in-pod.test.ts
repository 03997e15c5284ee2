/** Jobs of the built agent: they outlive who began them, are told without loss, and end with one verdict. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../neighbours/free-port.ts';
import { buildAgent, isRunning, until } from '../built-agent.ts';
import { keepJobs } from './kept-jobs.ts';

const agent = buildAgent();
const jobs = keepJobs(agent);

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`);

describe('pod-agent job run', { timeout: 120_000 }, () => {
  it('tells of a job from its hello to its verdict, numbered from 1', async () => {
    const told = await jobs.fix('told-job-1', 'echo one; echo two >&2; exit 3');
    expect(told.run.output().startsWith('\n{"kind":"job-hello"')).toBe(true);
    expect(told.hello()).toMatchObject({ id: 'told-job-1', jobKind: 'fix', isNew: true, state: 'running' });
    expect(told.events().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect([...told.texts()].sort()).toEqual(['one', 'two']);
    expect(told.verdict()).toMatchObject({
      verdict: 'fail',
      text: 'The command ended with exit code 3.',
      exitCode: 2,
    });
  });

  it('keeps what it has of a job for its user alone', async () => {
    await jobs.fix('told-job-2', 'echo hush');
    const file = jobs.fileOf('told-job-2', 'events.jsonl');
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(statSync(dirname(dirname(file))).mode & 0o777).toBe(0o700);
    for (const name of ['events.jsonl', 'state.json', 'process.json', 'given', 'errors.txt']) {
      expect(statSync(jobs.fileOf('told-job-2', name)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(jobs.fileOf('told-job-2', 'errors.txt'), 'utf8')).toBe('');
  });

  it('sent again finds the job and goes on where the reader was', async () => {
    jobs.give('again-job', 'for i in $(seq 1 40); do echo $i; sleep 0.05; done');
    const first = jobs.tell(['run', '--id', 'again-job', '--nonce', 'n1', 'fix']);
    await until(() => first.texts().length >= 5, 'five lines');
    first.run.child.stdin.end();
    await first.run.ended;
    const last = first.events().at(-1)?.sequence ?? 0;
    const second = jobs.tell(['run', '--id', 'again-job', '--after', `${last}`, '--nonce', 'n2', 'fix']);
    await second.run.ended;
    expect(first.hello()).toMatchObject({ nonce: 'n1', isNew: true });
    expect(second.hello()).toMatchObject({ nonce: 'n2', isNew: false });
    expect([...first.texts(), ...second.texts()]).toEqual(numbers(1, 40));
    expect(second.verdict()).toMatchObject({ verdict: 'pass' });
  });

  it('goes on when nobody reads any more, and when who began it is killed', async () => {
    jobs.give('alone-job', 'for i in $(seq 1 20); do echo $i; sleep 0.05; done');
    const first = jobs.tell(['run', '--id', 'alone-job', 'fix']);
    await until(() => first.texts().length >= 2, 'two lines');
    first.run.child.kill('SIGKILL');
    const second = jobs.tell(['follow', '--id', 'alone-job']);
    await until(() => second.texts().length >= 3, 'three lines');
    second.run.child.stdout.destroy();
    await second.run.ended;
    const third = jobs.tell(['follow', '--id', 'alone-job']);
    await third.run.ended;
    expect(third.texts()).toEqual(numbers(1, 20));
  });

  it('begins one job, however many ask for it at the same moment', async () => {
    const witness = join(jobs.home, 'witness');
    jobs.give('only-job-1', `echo begun >> ${witness}; for i in 1 2 3 4 5; do echo $i; sleep 0.05; done`);
    const tellers = numbers(1, 5).map(() => jobs.tell(['run', '--id', 'only-job-1', 'fix']));
    for (const { run } of tellers) await run.ended;
    expect(readFileSync(witness, 'utf8')).toBe('begun\n');
    expect(tellers.filter((teller) => teller.hello()?.isNew)).toHaveLength(1);
    for (const teller of tellers) {
      expect(teller.texts()).toEqual(numbers(1, 5));
      expect(teller.verdict()).toMatchObject({ verdict: 'pass' });
    }
  });

  it('is known by its kind and arguments as well', async () => {
    await jobs.fix('same-job-1', 'true');
    const other = await jobs.call(['run', '--id', 'same-job-1', 'optimise', '--dry-run']);
    expect(other.code).toBe(2);
    expect(other.errors).toContain('job same-job-1 is there already and is another: fix.');
  });

  it('optimises: a tuning each, and the report of them all', async () => {
    const told = jobs.tell(['run', '--id', 'optimise-1', 'optimise', '--dry-run']);
    await told.run.ended;
    const report = told.events().find((event) => event.kind === 'optimisation');
    const tunings = told.events().filter((event) => event.kind === 'tuning');
    expect(report).toMatchObject({ report: { dryRun: true, unfinished: [] } });
    expect(tunings).toHaveLength(report?.kind === 'optimisation' ? report.report.tunings.length : -1);
    expect(told.verdict()).toMatchObject({ verdict: 'pass' });
  });

  it('diagnoses, as the verb does', async () => {
    const told = jobs.tell(['run', '--id', 'diagnose-1', 'diagnose']);
    await told.run.ended;
    const whole = told.events().find((event) => event.kind === 'diagnosis');
    expect(whole?.kind === 'diagnosis' ? whole.diagnosis.checks.length : 0).toBeGreaterThan(5);
    expect(told.events().filter(({ kind }) => kind === 'finding').length).toBeGreaterThan(5);
    expect(told.events().at(-1)?.kind).toBe('verdict');
  });

  it('benchmarks, and takes an address to download from only as something given', async () => {
    const port = await freePort();
    jobs.give('benchmark-1', 'file:///etc/passwd');
    const refused = jobs.tell(['run', '--id', 'benchmark-1', 'benchmark', '--quick', '--outward']);
    await refused.run.ended;
    expect(refused.verdict()).toMatchObject({ verdict: 'inconclusive' });
    expect(refused.run.output()).not.toContain('passwd');
    const told = jobs.tell(['run', '--id', 'benchmark-2', 'benchmark', '--quick', '--force'], {
      POD_AGENT_APP_PORT: `${port}`,
    });
    await told.run.ended;
    const report = told.events().find((event) => event.kind === 'benchmark');
    expect(report).toMatchObject({ report: { isQuick: true, url: `http://127.0.0.1:${port}/` } });
    // Nobody serves there.
    expect(told.verdict()).toMatchObject({ verdict: 'fail' });
  });

  it('hands no secret on to what it runs, and shows no command of a fix in the list of processes', async () => {
    jobs.give('quiet-job', 'env; sleep 0.2');
    const secrets = {
      RUNPOD_API_KEY: 'rpa_SECRET1',
      POD_AGENT_NOTIFY_SLACK_URL: 'https://SECRET2',
      HF_TOKEN: 'SECRET3',
    };
    const told = jobs.tell(['run', '--id', 'quiet-job', 'fix'], secrets);
    const pid = await jobs.pidOf('quiet-job');
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('env');
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('SECRET');
    await told.run.ended;
    expect(told.texts().join('\n')).toContain(`HOME=${jobs.home}`);
    expect(told.run.output()).not.toContain('SECRET');
  });

  it('ends a command that takes too long', async () => {
    jobs.give('late-job-1', "trap '' TERM; echo begun; while :; do sleep 0.1; done");
    const told = jobs.tell(['run', '--id', 'late-job-1', 'fix', '--deadline-ms', '300']);
    await told.run.ended;
    expect(told.verdict()).toMatchObject({
      verdict: 'fail',
      text: 'The command did not end within 0.3 s and was ended.',
    });
  });

  it('does not wait for a service that the command left behind', async () => {
    const told = await jobs.fix('daemon-job', 'sleep 60 & echo $!');
    expect(told.verdict()).toMatchObject({ verdict: 'pass' });
    const [pid = ''] = told.texts();
    expect(isRunning(Number(pid))).toBe(true);
    process.kill(Number(pid), 'SIGKILL');
  });

  it('keeps no more of a flood than it has room for, and says so', async () => {
    const told = await jobs.fix('flood-job', 'yes 0123456789 | head -n 200000');
    expect(told.events().length).toBeLessThan(20_000);
    expect(told.texts().at(-1)).toBe('It prints more than 10000 lines: the rest is left out.');
    expect(told.verdict()).toMatchObject({ verdict: 'pass' });
  });

  it.each([
    [['run', '--id', '../../etc/x1', 'fix'], '--id is "../../etc/x1". It must be 8 to 64 of'],
    [['run', '--id', 'short', 'fix'], '--id is "short"'],
    [['run', 'fix'], '--id is missing'],
    [['run', '--id', 'usual-job', 'dance'], '"dance" is no kind of job.'],
    [['run', '--id', 'usual-job'], 'say the kind of the job'],
    [['run', '--id', 'usual-job', '--after', 'x', 'fix'], '--after is "x"'],
    [['run', '--id', 'usual-job', 'fix', '--deadline-ms', '1'], '--deadline-ms is "1"'],
    [['run', '--id', 'usual-job', 'fix'], 'job usual-job was given nothing.'],
    [
      ['stop', '--id', 'usual-job', '--how', 'gently'],
      '--how is "gently". It must be one of ask, term, kill.',
    ],
    [['follow', '--id', '.given-x'], '--id is ".given-x"'],
  ])('refuses %j with exit code 2 and the reason', async (words, reason) => {
    const { code, errors, output } = await jobs.call(words);
    expect(errors).toContain(reason);
    expect({ code, output }).toEqual({ code: 2, output: '' });
  });

  it('is not led elsewhere by a folder that somebody else laid out', async () => {
    const other = keepJobs(agent);
    const elsewhere = join(other.home, 'elsewhere');
    mkdirSync(elsewhere);
    mkdirSync(join(other.home, '.cache/pod-engine'), { recursive: true, mode: 0o700 });
    symlinkSync(elsewhere, join(other.home, '.cache/pod-engine/jobs'));
    const id = `elsewhere-${process.pid}`;
    const told = await other.fix(id, 'echo here');
    expect(told.verdict()).toMatchObject({ verdict: 'pass' });
    expect(existsSync(join(elsewhere, id))).toBe(false);
    // It is where a pod whose disk is full keeps its jobs, which is no folder of this test.
    rmSync(`/dev/shm/pod-engine-${process.getuid?.()}/jobs/${id}`, { recursive: true });
  });

  it('is begun elsewhere where something that cannot be read has its place', async () => {
    const other = keepJobs(agent);
    const id = `unreadable-${process.pid}`;
    const folder = dirname(other.fileOf(id, 'state.json'));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'state.json'), '{"schema":9}');
    expect((await other.fix(id, 'echo here')).texts()).toEqual(['here']);
    rmSync(`/dev/shm/pod-engine-${process.getuid?.()}/jobs/${id}`, { recursive: true });
  });
});

describe('a job whose process is killed', { timeout: 120_000 }, () => {
  it('ends for each of its followers with the same verdict, and what it ran ends with it', async () => {
    jobs.give('killed-job', 'echo $$; sleep 600');
    const followers = [jobs.tell(['run', '--id', 'killed-job', 'fix'])];
    const pid = await jobs.pidOf('killed-job');
    followers.push(jobs.tell(['follow', '--id', 'killed-job']));
    await until(() => followers.every((each) => each.texts().length === 1), 'the first line');
    appendFileSync(jobs.fileOf('killed-job', 'events.jsonl'), '{"kind":"output","level":"info","te');
    process.kill(pid, 'SIGKILL');
    for (const { run } of followers) await run.ended;
    const later = jobs.tell(['follow', '--id', 'killed-job']);
    await later.run.ended;
    for (const each of [...followers, later]) {
      expect(each.events().map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
      expect(each.verdict()).toEqual({
        ...later.verdict(),
        text: 'ended without a verdict: killed or out of memory',
        verdict: 'fail',
      });
    }
    const [command] = later.texts();
    await until(() => !isRunning(Number(command)), 'the command to be gone');
  });

  it('that never began is given up as well', async () => {
    await jobs.fix('model-job', 'true');
    const folder = dirname(jobs.fileOf('unborn-job', 'state.json'));
    const state = JSON.parse(readFileSync(jobs.fileOf('model-job', 'state.json'), 'utf8'));
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, 'events.jsonl'), '');
    writeFileSync(join(folder, 'state.json'), JSON.stringify({ ...state, id: 'unborn-job' }));
    expect((await jobs.call(['stop', '--id', 'unborn-job', '--how', 'kill'])).code).toBe(0);
    expect((await jobs.call(['execute', '--id', 'unborn-job'])).errors).toContain('has a process already');
    const told = jobs.tell(['follow', '--id', 'unborn-job']);
    await told.run.ended;
    expect(told.verdict()).toMatchObject({ verdict: 'stopped', sequence: 1 });
  });

  it('by a restart of the pod is told so', async () => {
    jobs.give('boot-job-1', 'sleep 600');
    const told = jobs.tell(['run', '--id', 'boot-job-1', 'fix']);
    await jobs.pidOf('boot-job-1');
    told.run.child.kill('SIGKILL');
    await told.run.ended;
    const file = jobs.fileOf('boot-job-1', 'state.json');
    const state = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...state, bootId: 'another:1' }));
    const later = jobs.tell(['follow', '--id', 'boot-job-1']);
    await later.run.ended;
    expect(later.verdict()).toMatchObject({
      verdict: 'inconclusive',
      text: 'the pod was restarted while the job ran',
    });
  });
});

describe('pod-agent job stop', { timeout: 120_000 }, () => {
  it('asks: the command is ended, and the job says so itself', async () => {
    jobs.give('asked-job', 'echo $$; sleep 600');
    const told = jobs.tell(['run', '--id', 'asked-job', 'fix']);
    await until(() => told.texts().length === 1, 'a line');
    expect(await jobs.call(['stop', '--id', 'asked-job'])).toMatchObject({
      code: 0,
      output: 'job asked-job was asked to end\n',
    });
    await told.run.ended;
    expect(told.verdict()).toMatchObject({ verdict: 'stopped', text: 'stopped by the operator' });
    expect(isRunning(Number(told.texts()[0]))).toBe(false);
    expect((await jobs.call(['stop', '--id', 'asked-job'])).output).toBe('job asked-job is over\n');
  });

  it('tells: even a command that takes no notice is ended', async () => {
    jobs.give('termed-job', "trap '' TERM INT; echo $$; while :; do sleep 0.1; done");
    const told = jobs.tell(['run', '--id', 'termed-job', 'fix']);
    await until(() => told.texts().length === 1, 'a line');
    await jobs.call(['stop', '--id', 'termed-job', '--how', 'term']);
    await told.run.ended;
    expect(told.verdict()).toMatchObject({ verdict: 'stopped' });
    await until(() => !isRunning(Number(told.texts()[0])), 'the command to be gone');
  });

  it('kills: a job that hangs, with all that it started, and says the last word once', async () => {
    jobs.give('hung-job-1', 'echo $$; sleep 600');
    const told = [
      jobs.tell(['run', '--id', 'hung-job-1', 'fix']),
      jobs.tell(['follow', '--id', 'hung-job-1']),
    ];
    const pid = await jobs.pidOf('hung-job-1');
    await until(() => told[0]?.texts().length === 1, 'a line');
    process.kill(pid, 'SIGSTOP');
    await jobs.call(['stop', '--id', 'hung-job-1', '--how', 'term']);
    expect(isRunning(pid)).toBe(true);
    const [killed, again] = await Promise.all([
      jobs.call(['stop', '--id', 'hung-job-1', '--how', 'kill']),
      jobs.call(['stop', '--id', 'hung-job-1', '--how', 'kill']),
    ]);
    expect([killed.code, again.code]).toEqual([0, 0]);
    const late = jobs.tell(['follow', '--id', 'hung-job-1']);
    await late.run.ended;
    await told[0]?.run.ended;
    expect(late.events().filter(({ kind }) => kind === 'verdict')).toHaveLength(1);
    expect(late.verdict()).toMatchObject({ verdict: 'stopped', text: 'killed by the operator' });
    expect(told[0]?.verdict()).toEqual(late.verdict());
    expect(isRunning(pid)).toBe(false);
    await until(() => !isRunning(Number(late.texts()[0])), 'the command to be gone');
  });

  it('says where there is no such job', async () => {
    expect(await jobs.call(['stop', '--id', 'no-such-job'])).toMatchObject({ code: 3 });
    const followed = await jobs.call(['follow', '--id', 'no-such-job', '--nonce', 'n9']);
    expect(followed.code).toBe(3);
    expect(JSON.parse(followed.output)).toMatchObject({ kind: 'job-absent', id: 'no-such-job', nonce: 'n9' });
  });
});

describe('pod-agent job list', { timeout: 120_000 }, () => {
  it('lists what runs and what has ended', async () => {
    const own = keepJobs(agent);
    await own.fix('list-job-1', 'exit 4');
    own.give('list-job-2', 'echo on; sleep 600');
    const told = own.tell(['run', '--id', 'list-job-2', 'fix']);
    await until(() => told.texts().length === 1, 'a line');
    const pid = await own.pidOf('list-job-2');
    const { output } = await own.call(['list', '--json']);
    const rows = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ id }) => id.startsWith('list-job'));
    expect(rows).toMatchObject([
      { id: 'list-job-1', kind: 'fix', state: 'fail', text: 'The command ended with exit code 4.' },
      { id: 'list-job-2', kind: 'fix', state: 'running', pid },
    ]);
    expect((await own.call(['list'])).output).toMatch(/^list-job-1 +fix +fail .*\nlist-job-2 +fix +running /);
    await own.call(['stop', '--id', 'list-job-2', '--how', 'kill']);
  });
});
