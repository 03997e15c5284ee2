/** Jobs in a pod, followed over real OpenSSH: links are cut, the pod restarts, and what hostile pods send is made safe. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createDoors } from '../../../../source/ssh/doors.ts';
import { loadIdentities } from '../../../../source/ssh/identities.ts';
import type { LinksOptions } from '../../../../source/ssh/links.ts';
import type { PodDoors } from '../../../../source/ssh/pod-door.ts';
import type { LinkTarget } from '../../../../source/ssh/telemetry.ts';
import { createTrust } from '../../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../../source/ssh/trust-store.ts';
import { buildAgentProgram } from '../../../neighbours/agent-program.ts';
import { descendantsOf, signalProcess } from '../../../neighbours/processes.ts';
import { type SshPod, type SshPodOptions, startSshPod } from '../../../neighbours/ssh-pod.ts';
import { sshdMissing } from '../../../neighbours/sshd.ts';
import { type JobRecorder, recordJob } from './job-recorder.ts';
import { type Relay, startRelay } from './relay.ts';

const opened: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`);

/** Prints numbered lines as fast as the file `go` lets it: the test decides how far it is. */
const stepwise = (home: string, count: number) =>
  `for i in $(seq 1 ${count}); do while [ "$(cat ${home}/go)" -lt $i ]; do sleep 0.05; done; echo $i; done`;

describe.skipIf(sshdMissing !== null)(
  `a job in a pod, over a real sshd${sshdMissing ?? ''}`,
  { timeout: 120_000 },
  () => {
    test('of 200 lines goes on while the link is cut three times: every line once, in order', async () => {
      const { pod, relay, doors } = await start();
      const recorder = follow({ pod, relay, doors, command: stepwise(pod.home, 200) });
      for (const [cuts, line] of [40, 90, 150].entries()) {
        go(pod, line);
        await recorder.until(`line ${line}`, () => recorder.texts().length === line);
        relay.refuse();
        relay.cut();
        await recorder.until('the loss of the link', () => recorder.parted.length === cuts + 1);
        go(pod, line + 20);
        await eventsHold(pod, `"text":"${line + 20}"`);
        relay.admit();
        await recorder.until('the job again', () => recorder.found.length === cuts + 2);
      }
      go(pod, 200);
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.texts()).toEqual(numbers(1, 200));
      expect(recorder.events.map(({ sequence }) => sequence)).toEqual(
        recorder.events.map((_, index) => index + 1),
      );
      expect(recorder.verdict()).toMatchObject({ verdict: 'pass' });
      expect(recorder.parted).toHaveLength(3);
      expect(recorder.found.map(({ isNew }) => isNew)).toEqual([true, false, false, false]);
      expect(
        new Set(recorder.found.map(({ pid, bootId }) => `${pid ?? recorder.found[1]?.pid} ${bootId}`)).size,
      ).toBe(1);
    });

    test("is found again when the pod's sessions are killed, at another address", async () => {
      const { pod, relay, doors } = await start();
      const other = await startRelay(pod.port);
      opened.push(() => other.close());
      let port = relay.port;
      const recorder = follow({
        pod,
        relay,
        doors,
        command: stepwise(pod.home, 20),
        target: () => ({ ...targetOf(relay), endpoint: { ...targetOf(relay).endpoint, port } }),
      });
      go(pod, 10);
      await recorder.until('line 10', () => recorder.texts().length === 10);
      port = other.port;
      relay.refuse();
      // Looked at first: what the job starts afterwards is none of these.
      const sessions = pod.sessions();
      const ofTheJob = [jobPid(pod), ...descendantsOf(jobPid(pod)).map(({ pid }) => pid)];
      for (const { pid } of sessions) if (!ofTheJob.includes(pid)) signalProcess(pid, 'SIGKILL');
      go(pod, 20);
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.texts()).toEqual(numbers(1, 20));
      expect(other.taken()).toBe(1);
    });

    test('is found again when the link hangs', async () => {
      const { pod, relay, doors } = await start();
      const timings = { backoffFirstMs: 20, silenceMs: 6000, tickMs: 100 };
      const recorder = follow({ pod, relay, doors, command: stepwise(pod.home, 10), timings });
      go(pod, 5);
      await recorder.until('line 5', () => recorder.texts().length === 5);
      relay.freeze();
      go(pod, 10);
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.texts()).toEqual(numbers(1, 10));
      expect(recorder.parted).toEqual(['Nothing was heard of the job for 6 s.']);
    });

    test('is followed by two at once, and by a later console from where the first was', async () => {
      const { pod, relay, doors } = await start();
      const first = follow({ pod, relay, doors, command: stepwise(pod.home, 12) });
      go(pod, 4);
      await first.until('line 4', () => first.texts().length === 4);
      const second = follow({ pod, relay, doors, isKnown: true });
      await second.until('line 4', () => second.texts().length === 4);
      first.leave();
      expect(await first.ended).toEqual({ kind: 'left' });
      go(pod, 12);
      expect(await second.ended).toEqual({ kind: 'verdict' });
      const later = follow({ pod, relay, doors, isKnown: true, after: first.events.at(-1)?.sequence ?? 0 });
      expect(await later.ended).toEqual({ kind: 'verdict' });
      expect(second.texts()).toEqual(numbers(1, 12));
      expect([...first.texts(), ...later.texts()]).toEqual(numbers(1, 12));
      expect([first.events.length + later.events.length, later.verdict()]).toEqual([
        second.events.length,
        second.verdict(),
      ]);
    });

    test('ends with a verdict when its process is killed in the pod', async () => {
      const { pod, relay, doors } = await start();
      const recorder = follow({ pod, relay, doors, command: 'echo on; sleep 600' });
      await recorder.until('a line', () => recorder.texts().length === 1);
      signalProcess(jobPid(pod), 'SIGKILL');
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.verdict()).toMatchObject({
        verdict: 'fail',
        text: 'ended without a verdict: killed or out of memory',
      });
    });

    test.each(['ask', 'term', 'kill'] as const)('is stopped by %s', async (how) => {
      const { pod, relay, doors } = await start();
      const recorder = follow({ pod, relay, doors, command: 'echo on; sleep 600' });
      await recorder.until('a line', () => recorder.texts().length === 1);
      if (how === 'kill') process.kill(jobPid(pod), 'SIGSTOP');
      expect(await recorder.job.stop(how)).toBeNull();
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.verdict()).toMatchObject({ verdict: 'stopped' });
    });

    test('is told to stop as soon as it is found again', async () => {
      const { pod, relay, doors } = await start();
      const recorder = follow({ pod, relay, doors, command: 'echo on; sleep 600' });
      await recorder.until('a line', () => recorder.texts().length === 1);
      relay.refuse();
      relay.cut();
      await recorder.until('the loss', () => recorder.parted.length === 1);
      const told = recorder.job.stop('ask');
      relay.admit();
      expect(await told).toBeNull();
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.verdict()).toMatchObject({ verdict: 'stopped' });
    });

    test('of a pod that was made anew is gone, and is not begun again', async () => {
      const { pod, relay, doors } = await start();
      const recorder = follow({ pod, relay, doors, command: `echo begun >>${pod.home}/witness; sleep 600` });
      await recorder.until('the job', () => existsSync(join(pod.home, 'witness')));
      relay.refuse();
      relay.cut();
      await recorder.until('the loss', () => recorder.parted.length === 1);
      signalProcess(jobPid(pod), 'SIGKILL');
      rmSync(join(pod.home, '.cache/pod-engine/jobs'), { recursive: true });
      // The machine cannot be restarted here; what its agent says of it can be.
      installAgent(
        pod,
        answering(['{"kind":"job-absent","id":"remote-job","nonce":"NONCE","bootId":"another:1"}'], 3),
      );
      relay.admit();
      expect(await recorder.ended).toEqual({
        kind: 'gone',
        reason: 'the pod was restarted, the job is gone',
      });
      expect(readFileSync(join(pod.home, 'witness'), 'utf8')).toBe('begun\n');
    });

    test('is done by our own agent where the image brings one that knows no jobs', async () => {
      const { pod, relay, doors } = await start();
      installAgent(
        pod,
        'case $1 in --version) echo 0.0.1 ;; *) echo "pod-agent: \\"$*\\" is not a command." >&2; exit 2 ;; esac',
      );
      const recorder = follow({ pod, relay, doors, command: 'echo done' });
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.texts()).toEqual(['done']);
      expect(recorder.notes.filter(isNoKey)).toEqual([
        "The pod's own agent (0.0.1) is too old for this job; this console's takes its place.",
      ]);
    });

    test('is refused with the reason where no agent takes it', async () => {
      const { pod, relay, doors } = await start({ hasNode: false });
      const without = follow({ pod, relay, doors, command: 'echo done' });
      expect(await without.ended).toEqual({ kind: 'no-agent' });
      installAgent(
        pod,
        'case $1 in --version) echo 0.0.1 ;; *) echo "pod-agent: \\"$*\\" is not a command." >&2; exit 2 ;; esac',
      );
      const { doors: again } = await doorsTo(pod);
      const old = follow({ pod, relay, doors: again, command: 'echo done' });
      expect(await old.ended).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('too old for this job'),
      });
    });

    test('takes arguments and commands as they are, past any shell', async () => {
      const { pod, relay, doors } = await start();
      const command = `printf '%s\\n' "it's" '$HOME' "a  b"; echo "\\\\"`;
      const recorder = follow({ pod, relay, doors, command });
      await recorder.ended;
      expect(recorder.texts()).toEqual(["it's", '$HOME', 'a  b', '\\']);
      const other = follow({
        pod,
        relay,
        doors,
        jobId: 'refused-job',
        command: 'true',
        arguments: ['--deadline-ms', "1'; touch /x"],
      });
      expect(await other.ended).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining("1'; touch /x"),
      });
    });

    test('whose agent breaks off is tried again, and is no refusal', async () => {
      const { pod, relay, doors } = await start();
      installAgent(
        pod,
        `${answering([hello, '{"kind":"output","level":"info","text":"1","sequence":1,"atMs":1}'])}`,
      );
      const recorder = follow({ pod, relay, doors, isKnown: true });
      await recorder.until('a line', () => recorder.texts().length === 1);
      installAgent(pod, 'echo no memory; exit 137');
      await recorder.until('the loss', () => recorder.parted.length === 1);
      installAgent(
        pod,
        answering([
          hello,
          '{"kind":"verdict","verdict":"pass","text":"x","exitCode":0,"sequence":2,"atMs":1}',
        ]),
      );
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.texts()).toEqual(['1']);
    });

    test('that cannot be reached before it was begun is a result', async () => {
      const { pod, relay, doors } = await start();
      relay.refuse();
      const recorder = follow({ pod, relay, doors, command: 'true' });
      expect(await recorder.ended).toMatchObject({ kind: 'unreachable', failure: { retriable: true } });
      expect(recorder.parted).toEqual([]);
    });

    test('what a hostile pod tells is made safe, shown once, and in order', async () => {
      const { pod, relay, doors } = await start();
      const line = (sequence: number, text: string) =>
        `{"kind":"output","level":"info","text":"${text}","sequence":${sequence},"atMs":1}`;
      installAgent(
        pod,
        answering([
          '{"kind":"job-hello","id":"remote-job","nonce":"stolen","protocol":1}',
          hello,
          line(1, '\\u001b]52;c;ZXZpbA==\\u0007one\\u202e'),
          line(1, 'one again'),
          '{"kind":"hologram","sequence":2,"atMs":1}',
          '{"kind":"output","level":"loud","text":"x","sequence":3,"atMs":1}',
          'rubbish',
          hello,
          line(4, 'four'),
          line(2, 'two, too late'),
          line(7, 'seven'),
          '{"kind":"verdict","verdict":"pass","text":"\\u001b[2Jfine","exitCode":0,"sequence":8,"atMs":1}',
          line(9, 'after the end'),
        ]),
      );
      const recorder = follow({ pod, relay, doors, isKnown: true });
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.texts()).toEqual(['one', 'four', 'seven']);
      expect(recorder.verdict()).toMatchObject({ text: 'fine' });
      expect(recorder.notes.filter(isNoKey)).toEqual(['2 events of the job were lost in the pod.']);
      expect(recorder.parted).toEqual([]);
    });

    test('a pod that floods is not listened to any longer', async () => {
      const { pod, relay, doors } = await start();
      installAgent(pod, `${answering([hello])}; yes '{"kind":"job-beat","atMs":1}'`);
      const recorder = follow({ pod, relay, doors, isKnown: true });
      expect(await recorder.ended).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('the pod sends more than'),
      });
      expect(recorder.events).toEqual([]);
    });
  },
);

/** The first connection of all tells of the host key. */
const isNoKey = (note: string) => !note.includes('first contact');

const hello =
  '{"kind":"job-hello","protocol":1,"id":"remote-job","nonce":"NONCE","jobKind":"fix","pid":1,"state":"running","isNew":false,"beganAtMs":1,"bootId":"b:1","agentVersion":"9"}';

type Started = { readonly pod: SshPod; readonly relay: Relay; readonly doors: PodDoors };

async function start(options: SshPodOptions = {}): Promise<Started> {
  const pod = await startSshPod({ ...options, configuration: ['MaxSessions 50'] });
  opened.push(() => pod.stop());
  go(pod, 0);
  const relay = await startRelay(pod.port);
  opened.push(() => relay.close());
  const { doors } = await doorsTo(pod);
  return { pod, relay, doors };
}

async function doorsTo(
  pod: SshPod,
  timings: LinksOptions['timings'] = {},
): Promise<{ readonly doors: PodDoors }> {
  const program = await buildAgentProgram();
  const doors = createDoors({
    identities: await loadIdentities({ files: [pod.clientKeyPath], agentSocket: '' }),
    trust: createTrust({
      store: createTrustStore(join(pod.directory, 'known-pods.json')),
      knownHostsPaths: [],
    }),
    agentProgram: () =>
      pod.hasNode ? Promise.resolve(program) : Promise.reject(new Error('left out by the test')),
    timings,
  });
  opened.push(() => doors.close());
  return { doors };
}

function follow({
  pod,
  relay,
  doors,
  command,
  ...asked
}: Started & { readonly command?: string } & Partial<Parameters<typeof recordJob>[0]>): JobRecorder {
  const target = () => targetOf(relay);
  const recorder = recordJob({ target, jobId: 'remote-job', input: command ?? null, ...asked, doors });
  opened.push(async () => {
    recorder.leave();
    await recorder.ended;
    const pid = jobPid(pod);
    if (pid > 0) signalProcess(-pid, 'SIGKILL');
  });
  return recorder;
}

function targetOf(relay: Relay): LinkTarget {
  return {
    podId: 'pod1',
    podName: 'pod-1',
    generation: null,
    endpoint: { host: '127.0.0.1', port: relay.port, username: userInfo().username },
    intervalMs: 1000,
  };
}

function go(pod: SshPod, line: number): void {
  // Never half written, nor empty for a moment.
  writeFileSync(join(pod.home, 'going'), `${line}\n`);
  renameSync(join(pod.home, 'going'), join(pod.home, 'go'));
}

function fileOf(pod: SshPod, name: string): string {
  return join(pod.home, '.cache/pod-engine/jobs/remote-job', name);
}

/** 0 where there is none. */
function jobPid(pod: SshPod): number {
  const file = fileOf(pod, 'process.json');
  if (!existsSync(file)) return 0;
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof value === 'object' && value !== null && 'pid' in value ? Number(value.pid) : 0;
}

async function eventsHold(pod: SshPod, text: string): Promise<void> {
  await expect.poll(() => readFileSync(fileOf(pod, 'events.jsonl'), 'utf8').includes(text)).toBe(true);
}

/** In place of the agent, on the PATH of the pod's sessions. */
function installAgent(pod: SshPod, body: string): void {
  mkdirSync(join(pod.home, 'bin'), { recursive: true });
  writeFileSync(join(pod.home, 'bin', 'pod-agent'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

/** Prints the lines with the console's nonce in them, as an agent of any mind may. */
function answering(lines: readonly string[], exitCode: number | null = null): string {
  return `[ "$1" = --version ] && { echo 9.9.9; exit; }
nonce=$(echo "$*" | sed 's/.*--nonce \\([0-9a-f]*\\).*/\\1/')
sed "s/NONCE/$nonce/" <<'END'

${lines.join('\n')}
END
${exitCode === null ? ':' : `exit ${exitCode}`}`;
}
