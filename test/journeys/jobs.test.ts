/** Jobs from the command line: real processes against OpenSSH's sshd, the real agent in it, and a real nginx. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BenchmarkReport } from '../../pod-agent/protocol/benchmark-report.ts';
import type { JobEventBody } from '../../pod-agent/protocol/job-events.ts';
import { freePort } from '../neighbours/free-port.ts';
import { type Nginx, nginxMissing, startNginx } from '../neighbours/nginx.ts';
import { cleanEnvironment, type Ended, program, runProgram } from '../neighbours/program.ts';
import { type SshPod, startSshPod } from '../neighbours/ssh-pod.ts';
import { sshdMissing } from '../neighbours/sshd.ts';
import { makeReport } from '../source/jobs/make.ts';
import { type ScriptedPod, startScriptedPod } from './job-pod.ts';

if (sshdMissing !== null) console.log(`The journeys of jobs are skipped: ${sshdMissing}.`);

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pod-engine-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const run = (pod: SshPod, words: readonly string[], timeoutMs = 60_000): Promise<Ended> =>
  runProgram([...words, ...accessTo(pod)], { environment: { HOME: home }, timeoutMs });
const alone = (...words: string[]): Promise<Ended> => runProgram(words, { environment: { HOME: home } });
const nameOf = (pod: SshPod): string => `${pod.username}@127.0.0.1:${pod.port}`;
const accessTo = (pod: SshPod): readonly string[] => ['--ssh', nameOf(pod), '--identity', pod.clientKeyPath];
const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const journals = (): string[] => readdirSync(join(home, '.local/state/pod-engine/jobs'));

describe.skipIf(sshdMissing !== null)('jobs of the real agent', () => {
  let pod: SshPod;
  beforeAll(async () => {
    pod = await startSshPod();
  });
  afterAll(async () => await pod.stop());

  test('diagnose prints findings by pod, keeps them, and shows them again', async () => {
    const ended = await run(pod, ['diagnose', nameOf(pod), '--json']);
    expect(ended.stderr).toBe('');
    const [first] = JSON.parse(ended.stdout).pods;
    expect(first.diagnosis).toMatchObject({ via: 'agent', checks: expect.any(Array) });
    expect(first.diagnosis.checks.length).toBeGreaterThanOrEqual(5);
    const byStatus: Record<string, number> = { ok: 0, warn: 6, fail: 7, unknown: 1 };
    expect(ended.code).toBe(byStatus[first.diagnosis.status]);
    expect(first.livesInPod).toBe(true);

    const listed = JSON.parse((await alone('jobs', 'list', '--json')).stdout);
    expect(listed.jobs).toMatchObject([
      { number: 1, kind: 'diagnose', pods: [{ state: { kind: 'ended' } }] },
    ]);
    const shown = await alone('jobs', 'show', '#1', '--json');
    expect(JSON.parse(shown.stdout)).toEqual(JSON.parse(ended.stdout));
    expect((await alone('jobs', 'show', '1')).stdout).toContain('#1 diagnose');
    expect((await alone('jobs', 'list')).stdout).toMatch(/^# +KIND[\s\S]*1 +diagnose/);
    expect((await alone('jobs', 'show', '#9')).code).toBe(3);
  });

  test('a bundle is one archive for its owner, and takes no place that is taken', async () => {
    const path = join(home, 'support.tar.gz');
    const ended = await run(pod, ['diagnose', nameOf(pod), '--bundle', path]);
    expect(ended.stderr).toContain(`Bundle: ${path}`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const names = execFileSync('tar', ['-tzf', path]).toString();
    expect(names).toContain('diagnosis.json');
    expect(names).toContain('journal.jsonl');
    const again = await run(pod, ['diagnose', nameOf(pod), '--bundle', path]);
    // Before anything runs: no diagnosis is made for it.
    expect(again).toMatchObject({ code: 8, stdout: '' });
    expect(again.stderr).toContain(`Refused: ${path} is there already`);
    expect(JSON.parse((await alone('jobs', 'list', '--json')).stdout).jobs).toHaveLength(1);
    const forced = await run(pod, ['diagnose', nameOf(pod), '--bundle', path, '--force']);
    expect(forced.stderr).toContain(`Bundle: ${path}`);
  });

  test('an outward address that is none of the web is refused before anything is done', async () => {
    for (const address of ['file:///etc/passwd', 'nonsense']) {
      const ended = await run(pod, ['benchmark', nameOf(pod), '--outward-url', address]);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toContain('--outward-url is no address of the web');
    }
  });

  test('optimise asks first, and a dry run is told event by event', async () => {
    const unasked = await run(pod, ['optimise', nameOf(pod)]);
    expect(unasked.code).toBe(8);
    expect(unasked.stderr).toContain('Give --yes');
    expect(existsSync(join(home, '.local/state/pod-engine/jobs'))).toBe(false);
    expect((await run(pod, ['optimise', nameOf(pod), '--yes', '--read-only'])).code).toBe(8);
    const dry = await run(pod, ['optimise', nameOf(pod), '--dry-run', '--jsonl']);
    const events = linesOf(dry.stdout);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
    expect(events.filter(({ kind }) => kind === 'tuning').length).toBeGreaterThan(3);
    expect(events.at(-1)).toMatchObject({ kind: 'verdict', job: 1, podName: expect.any(String) });
    expect(dry.code).toBe(events.at(-1)?.exitCode === 0 ? 0 : 1);
    expect(dry.stdout).toContain('"dryRun":true');
  });

  test('a pod without an agent is still told apart from one that is away', async () => {
    const away = `127.0.0.1:${await freePort()}`;
    const ended = await alone('optimise', away, '--ssh', away, '--yes', '--json');
    expect(ended.code).toBe(5);
    expect(JSON.parse(ended.stdout).pods[0].state).toMatchObject({
      verdict: 'inconclusive',
      text: expect.stringContaining('refused the connection'),
    });
  });
});

describe.skipIf(sshdMissing !== null || nginxMissing !== null)('benchmark', () => {
  let pod: SshPod;
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await startNginx({ site: { 'index.html': '<!doctype html><title>pod</title>' } });
    pod = await startSshPod({ noise: `export POD_AGENT_APP_PORT=${nginx.port} POD_AGENT_APP_PATH=/` });
  });
  afterAll(async () => {
    await pod.stop();
    await nginx.stop();
  });

  test('measures the real nginx, keeps the report, and compares the next run with it', async () => {
    const words = ['benchmark', nameOf(pod), '--quick', '--force'];
    const missing = await run(pod, [...words, '--baseline', 'release']);
    expect(missing.stdout).toContain('No run of this pod is kept as "release"');
    expect(missing.code).toBe(9);
    const first = await run(pod, [...words, '--save-as', 'release', '--json']);
    const [one] = JSON.parse(first.stdout).pods;
    expect(one.benchmark).toMatchObject({ isQuick: true, tests: expect.any(Array) });
    expect(one.benchmark.tests).toHaveLength(6);
    expect(one.comparison).toBeNull();
    const second = await run(pod, [...words, '--baseline', 'release', '--markdown']);
    expect(second.stdout).toMatch(/^# Benchmark/);
    const [shown] = JSON.parse((await alone('jobs', 'show', '#3', '--json')).stdout).pods;
    expect(shown.comparison).toMatchObject({ beforeAtMs: one.benchmark.atMs });
    // A machine that is at work, as one that runs tests may be, is another one than at rest.
    expect(['', 'at work']).toContain(shown.comparison.differences.join());
    // On a machine that others use as well, a real difference between two runs is no error of ours.
    const codes: Record<string, number> = { pass: 0, fail: 1, inconclusive: 9 };
    expect(second.code).toBe(codes[shown.state.verdict]);
    if (shown.comparison.verdict === 'regression') expect(second.code).toBe(1);
  }, 120_000);
});

describe.skipIf(sshdMissing !== null)('a pod whose agent says what the test wants', () => {
  let pod: ScriptedPod;
  beforeEach(async () => {
    pod = await startScriptedPod();
  });
  afterEach(async () => await pod.stop());
  const slices = (milliseconds: number) =>
    Array.from({ length: 40 }, (_, at) => milliseconds * (1 + (at % 7) / 100));
  const measured = (milliseconds: number, fields: Partial<BenchmarkReport> = {}): JobEventBody[] => [
    { kind: 'benchmark', report: makeReport(slices(milliseconds), fields) },
    { kind: 'verdict', verdict: 'pass', text: 'Measured.', exitCode: 0 },
  ];

  test('a real regression is exit code 1, and the comparison is part of the output', async () => {
    pod.write('benchmark', measured(10));
    expect((await run(pod, ['benchmark', nameOf(pod)])).code).toBe(0);
    pod.write('benchmark', measured(10.1));
    expect((await run(pod, ['benchmark', nameOf(pod)])).code).toBe(0);
    pod.write('benchmark', measured(25));
    const worse = await run(pod, ['benchmark', nameOf(pod), '--json']);
    expect(worse.code).toBe(1);
    const [one] = JSON.parse(worse.stdout).pods;
    expect(one.comparison).toMatchObject({ verdict: 'regression' });
    expect(one.state).toMatchObject({ verdict: 'fail', text: expect.stringContaining('A regression.') });
    expect(journals()).toHaveLength(3);
  });

  test('a run that nobody can judge has a code of its own, and a failed one keeps its own', async () => {
    const other = { fingerprint: { pod: 'pod1', gpu: 'H100', nginx: '1.29.0' } };
    pod.write('benchmark', measured(10));
    expect((await run(pod, ['benchmark', nameOf(pod), '--save-as', 'release'])).code).toBe(0);
    pod.write('benchmark', measured(10, other));
    const named = await run(pod, ['benchmark', nameOf(pod), '--baseline', 'release']);
    expect(named.stdout).toContain('Not comparable: the runs differ in nginx.');
    expect(named.code).toBe(9);
    pod.write('benchmark', measured(30, other));
    const gate = ['benchmark', nameOf(pod), '--baseline', 'release', '--expect-changed', 'image, nginx'];
    const across = await run(pod, [...gate, '--json']);
    expect(JSON.parse(across.stdout).pods[0].comparison).toMatchObject({
      verdict: 'regression',
      differences: [],
    });
    expect(across.code).toBe(1);
    const wrong = await run(pod, ['benchmark', nameOf(pod), '--expect-changed', 'nginx,confguration']);
    expect(wrong.stderr).toContain('"confguration" is nothing that runs are told apart by.');
    expect(wrong.stderr).toContain('Did you mean "configuration"?');
    expect(wrong.code).toBe(2);
    expect((await run(pod, ['benchmark', nameOf(pod), '--baseline', 'nightly'])).code).toBe(9);
    const failed = { kind: 'verdict', verdict: 'fail', text: 'A test failed.', exitCode: 2 } as const;
    pod.write('benchmark', [...measured(10).slice(0, 1), failed]);
    expect((await run(pod, ['benchmark', nameOf(pod), '--baseline', 'release'])).code).toBe(1);
  }, 60_000);

  test('what the pod came to before is no regression again, and a regression does not become usual', async () => {
    const codes: (number | null)[] = [];
    // 13 is slower than its baseline, and lies among the runs before it; 30 lies among them as a regression alone.
    for (const milliseconds of [14, 10, 10, 13, 10, 30, 10, 30]) {
      pod.write('benchmark', measured(milliseconds, { isQuick: false }));
      codes.push((await run(pod, ['benchmark', nameOf(pod)])).code);
    }
    expect(codes).toEqual([0, 0, 0, 0, 0, 1, 0, 1]);
  }, 60_000);

  test('a pod that is at work is refused with a code of its own', async () => {
    pod.write('benchmark', [
      { kind: 'step-ended', step: 'guard', outcome: 'inconclusive', text: 'at work: CPU 99 %', tookMs: 1 },
      { kind: 'verdict', verdict: 'inconclusive', text: 'The pod is at work.', exitCode: 3 },
    ]);
    const ended = await run(pod, ['benchmark', nameOf(pod)]);
    expect(ended.code).toBe(8);
    expect(ended.stdout).toContain('The pod is at work.');
  });

  test('the second Ctrl-C ends the command at once, and says what goes on in the pod', async () => {
    const { child, said, ended } = await interruptedBenchmark();
    await expect.poll(() => said.stdout).toContain('asked to stop');
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(said.stderr).toMatch(/#1 goes on in .*; a console that is opened takes it up again/);
    const [job] = JSON.parse((await alone('jobs', 'list', '--json')).stdout).jobs;
    expect(job.pods[0].state).toEqual({
      kind: 'left',
      reason:
        'its journal breaks off: the console ended while it ran, or could not write; it may go on in the pod',
    });
  });

  test('a job that takes no notice of being stopped is let go of: no regression, and it is said', async () => {
    const { said, ended } = await interruptedBenchmark();
    expect(await ended).toBe(130);
    expect(said.stdout).toContain('killed (KILL)');
    expect(said.stderr).toMatch(/#1 goes on in .*; a console that is opened takes it up again/);
  }, 60_000);

  /** One that goes on for ever, with Ctrl-C pressed once. */
  async function interruptedBenchmark() {
    pod.write('benchmark', [{ kind: 'output', level: 'info', text: 'it runs' }]);
    const child = spawn(process.execPath, [program, 'benchmark', nameOf(pod), '--jsonl', ...accessTo(pod)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: cleanEnvironment({ HOME: home }),
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk;
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await expect.poll(() => said.stdout).toContain('it runs');
    child.kill('SIGINT');
    await expect.poll(() => said.stderr).toContain('Once more ends this command at once');
    return { child, said, ended };
  }
});
