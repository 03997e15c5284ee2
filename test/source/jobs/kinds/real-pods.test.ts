import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobArguments, PodRun } from '../../../../source/jobs/model/job.ts';
import { buildAgentProgram } from '../../../neighbours/agent-program.ts';
import { freePort } from '../../../neighbours/free-port.ts';
import { listProcesses } from '../../../neighbours/processes.ts';
import { type SshPod, type SshPodOptions, startSshPod } from '../../../neighbours/ssh-pod.ts';
import { sshdMissing } from '../../../neighbours/sshd.ts';
import { buildProgram, kill, untilSaid } from '../programs.ts';
import { openRealJobs, type RealJobs } from '../real-jobs.ts';
import { startRelay } from '../remote/relay.ts';

let state = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'pod-engine-kinds-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(state, { recursive: true, force: true });
});

async function startPod(options: SshPodOptions = {}): Promise<SshPod> {
  const pod = await startSshPod(options);
  closing.push(() => pod.stop());
  return pod;
}

async function open(pod: Parameters<typeof openRealJobs>[0]): Promise<RealJobs> {
  const real = await openRealJobs(pod, state);
  closing.push(() => real.close('stop'));
  return real;
}

function runOf({ jobs }: RealJobs, id?: string): PodRun {
  const job = jobs.snapshot().jobs.find((each) => id === undefined || each.id === id);
  const run = job?.runs[0];
  if (run === undefined) throw new Error('there is no such job');
  return run;
}

async function ended(
  real: RealJobs,
  kind: 'diagnose' | 'optimise' | 'fix',
  given: JobArguments = {},
): Promise<PodRun> {
  const id = real.jobs.start({ kind, pods: [real.pod], arguments: given });
  await real.jobs.over(id);
  return runOf(real, id);
}

const textsOf = (run: PodRun): string[] =>
  run.events.flatMap((event) => (event.kind === 'output' ? [event.text] : []));
const patience = { timeout: 40_000 };
const counting = 'for n in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "count $n"; sleep 0.3; done';
const counted = Array.from({ length: 12 }, (_, at) => `count ${at + 1}`);

describe.skipIf(sshdMissing !== null)(`jobs over a real sshd ${sshdMissing ?? ''}`, () => {
  test('a fix runs in the pod, and its exit code is the verdict', async () => {
    const real = await open(await startPod());
    const done = await ended(real, 'fix', { command: 'echo "it\'s done"; echo aside >&2' });
    expect(textsOf(done)).toEqual(expect.arrayContaining(["it's done", 'aside']));
    expect(done).toMatchObject({ livesInPod: true, state: { verdict: 'pass', exitCode: 0 } });
    const failed = await ended(real, 'fix', { command: 'echo no; exit 3' });
    expect(failed.state).toMatchObject({ verdict: 'fail', text: expect.stringContaining('exit code 3') });
    expect((await ended(real, 'fix')).state).toMatchObject({ verdict: 'inconclusive' });
  }, 120_000);

  test('a job of a pod whose clock is five minutes off begins and ends by ours', async () => {
    const pod = await startPod();
    const bin = join(pod.home, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'pod-agent'), agentWithWrongClock, { mode: 0o755 });
    const real = await open(pod);
    const beganMs = Date.now();
    const done = await ended(real, 'diagnose');
    const endedMs = Date.now();
    expect(done.state).toMatchObject({ verdict: 'pass' });
    for (const { atMs } of done.events) {
      expect(atMs).toBeGreaterThan(beganMs - 1000);
      expect(atMs).toBeLessThanOrEqual(endedMs);
    }
    const [job] = real.jobs.snapshot().jobs;
    expect(job?.endedAtMs).toBeLessThanOrEqual(endedMs);
  }, 120_000);

  test('a command that ignores being asked and told is killed, and nothing of it is left', async () => {
    const real = await open(await startPod());
    const mark = join(state, 'stubborn-mark');
    const command = `trap '' INT TERM; touch ${mark}; while :; do sleep 1; done`;
    const id = real.jobs.start({ kind: 'fix', pods: [real.pod], arguments: { command } });
    await expect.poll(() => existsSync(mark), patience).toBe(true);
    real.jobs.stop(id);
    await real.jobs.over(id);
    const run = runOf(real, id);
    expect(run.state).toMatchObject({ kind: 'ended', verdict: 'stopped' });
    expect(textsOf(run)).toContain('asked to stop');
    await expect
      .poll(() => listProcesses().filter(({ command: line }) => line.includes(mark)), patience)
      .toEqual([]);
  }, 120_000);

  test('a job outlives its link: it is found again, and nothing is lost or told twice', async () => {
    const pod = await startPod();
    const relay = await startRelay(pod.port);
    closing.push(() => relay.close());
    const real = await open({ ...pod, port: relay.port });
    const seen = new Set<string>();
    const id = real.jobs.start({ kind: 'fix', pods: [real.pod], arguments: { command: counting } });
    real.jobs.subscribe(() => seen.add(runOf(real, id).state.kind));
    await expect.poll(() => textsOf(runOf(real, id)), patience).toContain('count 3');
    relay.cut();
    await real.jobs.over(id);
    expect(textsOf(runOf(real, id)).filter((text) => text.startsWith('count'))).toEqual(counted);
    expect(runOf(real, id).state).toMatchObject({ verdict: 'pass' });
    expect([...seen]).toContain('parted');
  }, 120_000);

  test('a job outlives the console that is killed: the next one finds it, and tells all of it once', async () => {
    const pod = await startPod();
    const agentPath = join(state, 'agent.mjs');
    writeFileSync(agentPath, (await buildAgentProgram()).bytes);
    const program = await buildProgram('fixing-console', state);
    const words = [state, String(pod.port), pod.username, pod.clientKeyPath, agentPath, counting];
    await kill(await untilSaid(program, words, '3 lines'));
    const real = await open(pod);
    await real.jobs.loadPast();
    expect(runOf(real).state).toMatchObject({ kind: 'left', reason: expect.stringContaining('may go on') });
    await real.jobs.resume([real.pod]);
    await real.jobs.over(real.jobs.snapshot().jobs[0]?.id ?? '');
    const run = runOf(real);
    expect(textsOf(run).filter((text) => text.startsWith('count'))).toEqual(counted);
    expect(run.events.map(({ sequence }) => sequence)).toEqual(run.events.map((_, at) => at + 1));
    expect(run.state).toMatchObject({ kind: 'ended', verdict: 'pass' });
  }, 120_000);

  test('without Node in the pod a shell looks and fixes, and what needs the agent says so', async () => {
    const real = await open(await startPod({ hasNode: false }));
    const diagnosis = await ended(real, 'diagnose');
    expect(diagnosis.events.find(({ kind }) => kind === 'diagnosis')).toMatchObject({
      diagnosis: { via: 'shell' },
    });
    expect(diagnosis.livesInPod).toBe(false);
    const fixed = await ended(real, 'fix', { command: 'echo through a shell; exit 4' });
    expect(textsOf(fixed)).toContain('through a shell');
    expect(fixed.state).toMatchObject({ verdict: 'fail', text: expect.stringContaining('exit code 4') });
    expect((await ended(real, 'optimise', { isDryRun: true })).state).toMatchObject({
      verdict: 'inconclusive',
      text: expect.stringContaining('Node 18'),
    });
    const mark = join(state, 'shell-mark');
    const endless = { command: `touch ${mark}; exec sleep 1000` };
    const id = real.jobs.start({ kind: 'fix', pods: [real.pod], arguments: endless });
    await expect.poll(() => existsSync(mark), patience).toBe(true);
    real.jobs.stop(id);
    await real.jobs.over(id);
    expect(runOf(real, id).state).toMatchObject({ kind: 'ended', verdict: 'stopped' });
    expect(textsOf(runOf(real, id))).toContain('the connection is closed');
  }, 120_000);

  test('a pod that nobody gets into is diagnosed from outside, and the rest says that it is away', async () => {
    const pod = await startPod();
    const real = await open({ ...pod, port: await freePort() });
    const diagnosis = await ended(real, 'diagnose');
    expect(diagnosis.events.find(({ kind }) => kind === 'diagnosis')).toMatchObject({
      diagnosis: { via: 'outside' },
    });
    expect((await ended(real, 'optimise')).state).toMatchObject({ verdict: 'inconclusive', exitCode: 5 });
  }, 120_000);
});

/** Says that it is five minutes later than it is, as pods do whose host has lost its time. */
const agentWithWrongClock = `#!/bin/sh
[ "$1" = --version ] && { echo 9.9.9; exit; }
while [ $# -gt 0 ]; do
  case "$1" in
    --id) id=$2 ;;
    --nonce) nonce=$2 ;;
  esac
  shift
done
now=$(($(date +%s) + 300))000
printf '\\n{"kind":"job-hello","protocol":1,"id":"%s","nonce":"%s","jobKind":"diagnose","pid":1,' "$id" "$nonce"
printf '"state":"ended","isNew":true,"beganAtMs":%s,"nowMs":%s,"bootId":null,"agentVersion":"9"}\\n' "$now" "$now"
printf '{"kind":"output","level":"info","text":"looking","sequence":1,"atMs":%s}\\n' "$now"
printf '{"kind":"verdict","verdict":"pass","text":"fine","exitCode":0,"sequence":2,"atMs":%s}\\n' "$now"
`;
