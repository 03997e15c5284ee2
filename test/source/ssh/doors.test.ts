import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createDoors } from '../../../source/ssh/doors.ts';
import type { Outcome } from '../../../source/ssh/failure.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import type { LinksOptions } from '../../../source/ssh/links.ts';
import type { PodDoor, PodDoors } from '../../../source/ssh/pod-door.ts';
import type { LinkTarget } from '../../../source/ssh/telemetry.ts';
import { createTrust } from '../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../source/ssh/trust-store.ts';
import { buildAgentProgram } from '../../neighbours/agent-program.ts';
import { type SshPod, type SshPodOptions, startSshPod } from '../../neighbours/ssh-pod.ts';
import { makeKey, sshdMissing } from '../../neighbours/sshd.ts';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const never = new AbortController().signal;
const usualNodes = ['/usr/local/bin/node', '/usr/bin/node', '/opt/conda/bin/node'];

describe.skipIf(sshdMissing !== null)(`doors to a real sshd${sshdMissing ?? ''}`, () => {
  test('runs commands and scripts, and remembers the host key once the pod has said who it is', async () => {
    const pod = await start({
      noise: 'export RUNPOD_POD_ID=pod1; printf "Welcome no newline"; echo grumble >&2',
    });
    const door = await openedDoor(pod);
    expect(existsSync(join(pod.directory, 'known-pods.json'))).toBe(true);
    expect(door.notes?.map(({ text }) => text)).toContainEqual(expect.stringContaining('first contact'));

    const said = await runToEnd(door, 'echo one; echo two >&2; exit 7');
    expect(said.stdout).toBe('Welcome no newlineone\n');
    expect(said.stderr).toBe('grumble\ntwo\n');
    expect(said.end).toEqual({ exitCode: 7, signal: null });

    const script = await door.script({
      text: 'printf "%s-" got\necho late\n',
      timeoutMs: 40_000,
      maxOutputBytes: 1000,
    });
    expect(script).toMatchObject({
      ok: true,
      value: { output: expect.stringContaining('got-late'), isCut: false },
    });
  });

  test('a command reads its input until the door ends it', async () => {
    const pod = await start();
    const door = await openedDoor(pod);
    const running = await door.run({ command: 'cat; echo ended', onStdout: () => {} });
    if (!running.ok) throw new Error(running.failure.message);
    running.value.endInput();
    expect(await running.value.ended).toEqual({ exitCode: 0, signal: null });
  });

  test('another pod at the address is a failure, and its key is not remembered', async () => {
    const pod = await start({ noise: 'export RUNPOD_POD_ID=pod2' });
    const { doors } = await makeDoors(pod);
    expect(failureOf(await doors.open(targetOf(pod), never))).toMatchObject({
      message: expect.stringContaining('pod pod2 answers there, not pod1'),
      retriable: true,
    });
    expect(existsSync(join(pod.directory, 'known-pods.json'))).toBe(false);
    await expect.poll(() => pod.sessions()).toEqual([]);
  });

  test('a host given by hand is not asked to be any pod', async () => {
    const pod = await start({ noise: 'export RUNPOD_POD_ID=pod2' });
    await openedDoor(pod, { podId: 'ssh:host' });
  });

  test('a changed host key is refused', async () => {
    const pod = await start();
    await (await openedDoor(pod)).close();
    await pod.restart({ newHostKey: true });
    const { doors } = await makeDoors(pod);
    const failure = failureOf(await doors.open(targetOf(pod), never));
    expect(failure).toMatchObject({ kind: 'host-key', retriable: false });
    expect(failure.message.match(/SHA256:/g)).toHaveLength(2);
  });

  test('a key that is not let in, a machine without a shell, and a port where nobody listens are told apart', async () => {
    const pod = await start({ forceCommand: 'internal-sftp' });
    const { doors } = await makeDoors(pod);
    expect(failureOf(await doors.open(targetOf(pod), never)).message).toContain('no POSIX shell');
    const stranger = join(pod.directory, 'stranger');
    makeKey(stranger, 'ed25519');
    const locked = await makeDoors(pod, { keyPath: stranger });
    expect(failureOf(await locked.doors.open(targetOf(pod), never)).kind).toBe('authentication');
    await pod.kill();
    expect(failureOf(await doors.open(targetOf(pod), never)).kind).toBe('refused');
  });

  test('giving up ends an opening at once', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    opened.push(async () => void silent.close());
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    const pod = await start();
    const { doors } = await makeDoors(pod);
    const endpoint = {
      host: '127.0.0.1',
      port: typeof address === 'object' ? (address?.port ?? 0) : 0,
      username: 'x',
    };
    const giveUp = new AbortController();
    const opening = doors.open({ ...targetOf(pod), endpoint }, giveUp.signal);
    giveUp.abort();
    expect(failureOf(await opening).message).toContain('Gave up');
  });

  test("takes the image's agent, or this console's own where it is asked for", async () => {
    const pod = await start();
    await installAgent(
      pod,
      'case $1 in --version) echo 0.0.1 ;; *) echo "not a command" >&2; exit 2 ;; esac',
    );
    const door = await openedDoor(pod);
    const installed = await door.agent();
    expect(installed).toMatchObject({ ok: true, value: { origin: 'installed', version: '0.0.1' } });
    expect(existsSync(join(pod.home, '.cache'))).toBe(false);

    const own = await door.agent({ own: true });
    expect(own).toMatchObject({ ok: true, value: { origin: 'own', version: 'test' } });
    if (!own.ok || own.value === null) throw new Error('no agent');
    const help = await runToEnd(door, own.value.line('--help'));
    expect(help.stdout).toContain('Usage: pod-agent');
    expect(help.end.exitCode).toBe(0);
  });

  test('asks for the agent once, uploads it once, and hears it through a shell that talks', async () => {
    const pod = await start({ noise: 'printf "Welcome \\033]0;owned\\007 no newline"; echo grumble >&2' });
    const door = await openedDoor(pod);
    const [first, second] = await Promise.all([door.agent(), door.agent()]);
    expect(second).toBe(first);
    expect(first).toMatchObject({ ok: true, value: { origin: 'own' } });
    expect(readdirSync(join(pod.home, '.cache', 'pod-engine'))).toHaveLength(1);
  });

  test('an agent that hangs or is broken is passed over', async () => {
    const pod = await start();
    await installAgent(pod, 'exec sleep 600');
    const door = await openedDoor(pod, {}, { timings: { helloTimeoutMs: 6000 } });
    expect(await door.agent()).toMatchObject({ ok: true, value: { origin: 'own' } });
  });

  // The search also looks in the usual folders, which cannot be hidden from a session.
  test.skipIf(usualNodes.some((path) => existsSync(path)))('without Node there is no agent', async () => {
    const pod = await start({ shell: '/bin/sh', onlyTools: ['sh', 'tr', 'sed', 'cat'] });
    const door = await openedDoor(pod);
    expect(await door.agent()).toEqual({ ok: true, value: null });
    expect(existsSync(join(pod.home, '.cache'))).toBe(false);
  });

  test('a Node that is too old is passed over, or told where there is no other', async () => {
    const pod = await start();
    mkdirSync(join(pod.home, 'bin'));
    writeFileSync(join(pod.home, 'bin', 'node'), '#!/bin/sh\necho v16.20.0\n', { mode: 0o755 });
    const door = await openedDoor(pod);
    const agent = await door.agent();
    if (usualNodes.some((path) => existsSync(path)))
      expect(agent).toMatchObject({ ok: true, value: { origin: 'own' } });
    else {
      expect(agent).toEqual({ ok: true, value: null });
      expect(door.notes?.map(({ text }) => text)).toContainEqual(expect.stringContaining('version 16'));
    }
  });

  test('an agent that cannot be uploaded is a note, not a failure', async () => {
    const pod = await start({ hasNode: false });
    const door = await openedDoor(pod);
    expect(await door.agent()).toEqual({ ok: true, value: null });
    expect(door.notes?.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('left out by the test'),
    );
  });

  test('endless output is cut off, and the door stays of use', async () => {
    const pod = await start();
    const door = await openedDoor(pod);
    const flood = await door.script({
      text: 'while :; do echo yyyyyyyyyyyyyy; done\n',
      timeoutMs: 60_000,
      maxOutputBytes: 5000,
    });
    if (!flood.ok) throw new Error(flood.failure.message);
    expect(flood.value.isCut).toBe(true);
    expect(Buffer.byteLength(flood.value.output)).toBe(5000);
    expect(
      await door.script({ text: 'echo still\n', timeoutMs: 40_000, maxOutputBytes: 1000 }),
    ).toMatchObject({
      ok: true,
      value: { output: 'still\n' },
    });
  });

  test('a script that does not end is given up after its time', async () => {
    const pod = await start();
    const door = await openedDoor(pod);
    const run = await door.script({ text: 'exec sleep 600\n', timeoutMs: 300, maxOutputBytes: 1000 });
    expect(failureOf(run)).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('end of the script'),
    });
  });

  test('a session too many is told as such, and the door goes on when one has ended', async () => {
    const pod = await start({ configuration: ['MaxSessions 1'] });
    const door = await openedDoor(pod);
    const running = await door.run({ command: 'exec cat', onStdout: () => {} });
    if (!running.ok) throw new Error(running.failure.message);
    const second = await door.run({ command: 'true', onStdout: () => {} });
    expect(failureOf(second).message).toContain('no further session');
    running.value.endInput();
    await running.value.ended;
    expect((await runToEnd(door, 'echo again')).stdout).toBe('again\n');
  });

  test('a link that is cut ends what runs, with the reason at the door', async () => {
    const pod = await start();
    const door = await openedDoor(pod);
    const heard = createHeard();
    const running = await door.run({ command: 'echo begun; exec sleep 600', onStdout: heard.take });
    if (!running.ok) throw new Error(running.failure.message);
    await expect.poll(heard.text).toBe('begun\n');
    const script = door.script({ text: 'exec sleep 600\n', timeoutMs: 60_000, maxOutputBytes: 1000 });
    await pod.kill();
    expect(await running.value.ended).toEqual({ exitCode: null, signal: null });
    expect(failureOf(await script)).toMatchObject({ kind: 'closed' });
    expect((await door.closed).kind).toBe('closed');
    expect((await door.run({ command: 'true', onStdout: () => {} })).ok).toBe(false);
    await door.close();
  });

  test('closing waits for no command, whatever it does', async () => {
    const pod = await start();
    const { doors } = await makeDoors(pod);
    const door = valueIn(await doors.open(targetOf(pod), never));
    // It keeps its streams open and takes no notice of their end.
    const stubborn = await door.run({
      command: "trap '' HUP PIPE TERM; while :; do sleep 1; done",
      onStdout: () => {},
    });
    if (!stubborn.ok) throw new Error(stubborn.failure.message);
    stubborn.value.close();
    expect(await stubborn.value.ended).toEqual({ exitCode: null, signal: null });
    await doors.close();
    await door.closed;
    expect(failureOf(await doors.open(targetOf(pod), never)).kind).toBe('closed');
  });
});

async function start(options: SshPodOptions = {}): Promise<SshPod> {
  const pod = await startSshPod(options);
  opened.push(() => pod.stop());
  return pod;
}

type DoorsChanges = { readonly keyPath?: string; readonly timings?: LinksOptions['timings'] };

async function makeDoors(pod: SshPod, { keyPath, timings }: DoorsChanges = {}): Promise<{ doors: PodDoors }> {
  const program = await buildAgentProgram();
  const doors = createDoors({
    identities: await loadIdentities({ files: [keyPath ?? pod.clientKeyPath], agentSocket: '' }),
    trust: createTrust({
      store: createTrustStore(join(pod.directory, 'known-pods.json')),
      knownHostsPaths: [],
    }),
    agentProgram: () =>
      pod.hasNode ? Promise.resolve(program) : Promise.reject(new Error('left out by the test')),
    timings: timings ?? {},
  });
  opened.push(() => doors.close());
  return { doors };
}

async function openedDoor(
  pod: SshPod,
  changes: Partial<LinkTarget> = {},
  options: DoorsChanges = {},
): Promise<PodDoor> {
  const { doors } = await makeDoors(pod, options);
  return valueIn(await doors.open({ ...targetOf(pod), ...changes }, never));
}

function targetOf(pod: SshPod): LinkTarget {
  return {
    podId: 'pod1',
    podName: 'pod-1',
    generation: null,
    endpoint: { host: '127.0.0.1', port: pod.port, username: pod.username },
    intervalMs: 1000,
  };
}

async function installAgent(pod: SshPod, body: string): Promise<void> {
  mkdirSync(join(pod.home, 'bin'), { recursive: true });
  writeFileSync(join(pod.home, 'bin', 'pod-agent'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

async function runToEnd(door: PodDoor, command: string) {
  const stdout = createHeard();
  const stderr = createHeard();
  const running = valueIn(await door.run({ command, onStdout: stdout.take, onStderr: stderr.take }));
  running.endInput();
  const end = await running.ended;
  return { stdout: stdout.text(), stderr: stderr.text(), end };
}

function createHeard() {
  const chunks: Buffer[] = [];
  return {
    take: (bytes: Buffer): void => void chunks.push(bytes),
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

function valueIn<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

function failureOf(outcome: Outcome<unknown>) {
  if (outcome.ok) throw new Error('It worked, and should not have.');
  return outcome.failure;
}
