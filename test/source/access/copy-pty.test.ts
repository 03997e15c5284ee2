/** Copies over a shell on a terminal, and what is said where a copy comes to nothing. */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { downloadFiles, downloadStream } from '../../../source/access/copy/download.ts';
import { uploadFiles, uploadStream } from '../../../source/access/copy/upload.ts';
import type { PodDoor } from '../../../source/ssh/pod-door.ts';
import { signalProcess } from '../../neighbours/processes.ts';
import { type PtyProxy, startPtyProxy } from '../../neighbours/pty-proxy.ts';
import { startSshPod } from '../../neighbours/ssh-pod.ts';
import { type Sshd, sshdMissing } from '../../neighbours/sshd.ts';
import { doorsTo } from './doors-to.ts';

const { signal } = new AbortController();
const all = mkdtempSync(join(tmpdir(), 'pod-engine-copy-pty-'));
/** Of each try another one. */
let here = '';
beforeEach(() => {
  here = mkdtempSync(join(all, 'try-'));
});
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(all, { recursive: true, force: true });
});

async function doorTo(server: Sshd, way: 'direct' | 'proxy' = 'direct'): Promise<PodDoor> {
  closing.push(() => server.stop());
  const { doors, target } = await doorsTo(server);
  closing.push(() => doors.close());
  const opened = await doors.open({ ...target, way }, signal);
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.value;
}

const quiet = { signal, onBytes: () => {}, onSkipped: () => {}, severalSources: false };
const refuseNone = { onRefused: (text: string) => expect.fail(text) };

describe.skipIf(sshdMissing !== null)(`copies over a terminal${sshdMissing ?? ''}`, () => {
  let proxy: PtyProxy;
  let door: PodDoor;
  beforeAll(async () => {
    proxy = await startPtyProxy({ backEnd: 'bash' });
    door = await doorTo(proxy, 'proxy');
  });

  test('any bytes and any names, there and back, and streams', async () => {
    const tree = join(here, "a 'tree");
    mkdirSync(tree);
    const bytes = randomBytes(1_000_003);
    writeFileSync(join(tree, 'b "$HOME" ü'), bytes);
    rmSync(join(proxy.home, "x 'y"), { recursive: true, force: true });
    expect(await uploadFiles({ ...quiet, door, target: "x 'y", sources: [tree] })).toEqual({ ok: true });
    const back = join(here, 'back');
    expect(await downloadFiles({ ...quiet, ...refuseNone, door, source: "x 'y", target: back })).toEqual({
      ok: true,
    });
    expect(readFileSync(join(back, 'b "$HOME" ü')).equals(bytes)).toBe(true);
    const pieces: Buffer[] = [];
    const source = 'x \'y/b "$HOME" ü';
    const write = (piece: Buffer) => void pieces.push(piece);
    expect(await downloadStream({ ...quiet, door, source, write })).toEqual({ ok: true });
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    const input = (async function* () {
      yield Buffer.from('from a stream');
    })();
    expect(await uploadStream({ ...quiet, door, target: 'streamed', input })).toEqual({ ok: true });
    expect(readFileSync(join(proxy.home, 'streamed'), 'utf8')).toBe('from a stream');
  });

  test('what the pod complains of is told, and not taken for the file', async () => {
    const target = join(here, 'nothing');
    expect(await downloadFiles({ ...quiet, ...refuseNone, door, source: 'absent', target })).toMatchObject({
      reason: expect.stringMatching(/absent: .*No such file/),
    });
    expect(existsSync(target)).toBe(false);
    writeFileSync(join(proxy.home, 'file'), '');
    const large = join(here, 'large');
    writeFileSync(large, randomBytes(8_000_000));
    let sent = 0;
    const onBytes = (count: number) => {
      sent += count;
    };
    const refused = await uploadFiles({ ...quiet, onBytes, door, target: 'file/below', sources: [large] });
    expect(refused).toMatchObject({ reason: expect.stringMatching(/mkdir: .*file/) });
    // What can come to nothing is not sent to its end.
    expect(sent).toBeLessThan(4_000_000);
  });
});

describe.skipIf(sshdMissing !== null)(`copies that come to nothing${sshdMissing ?? ''}`, () => {
  test('a lost connection leaves the old file, of files and of streams', async () => {
    const pod = await startSshPod();
    const door = await doorTo(pod);
    const names = ['old', 'streamed'];
    for (const name of names) writeFileSync(join(pod.home, name), 'old');
    const source = join(here, 'endless');
    writeFileSync(source, randomBytes(30_000_000));
    let sent = 0;
    let half: () => void = () => {};
    const onBytes = (count: number) => {
      sent += count;
      if (sent > 10_000_000) half();
    };
    const halfSent = new Promise<void>((resolve) => {
      half = resolve;
    });
    const input = (async function* () {
      for (let count = 0; count < 300; count++) yield randomBytes(100_000);
    })();
    const common = { ...quiet, onBytes, door };
    const copies = Promise.all([
      uploadFiles({ ...common, target: `${pod.home}/old`, sources: [source] }),
      uploadStream({ ...common, target: `${pod.home}/streamed`, input }),
    ]);
    await halfSent;
    // The connection alone: what runs there sees its streams end, as it does when a network goes.
    for (const { pid, command } of pod.sessions())
      if (command.startsWith('sshd')) signalProcess(pid, 'SIGKILL');
    for (const end of await copies) expect(end).toMatchObject({ ok: false, failure: { retriable: true } });
    for (const name of names) expect(readFileSync(join(pod.home, name), 'utf8')).toBe('old');
    const left = () => readdirSync(pod.home).filter((name) => name.startsWith('.pod-engine'));
    await expect.poll(left).toEqual([]);
  });

  test('tools that the pod lacks are named, and a login shell that runs nothing is no riddle', async () => {
    const tools = ['sh', 'cat', 'mktemp', 'mkfifo', 'tee', 'head', 'rm', 'printf'];
    const bare = await doorTo(await startSshPod({ onlyTools: tools }));
    const source = join(here, 'small');
    writeFileSync(source, 'small');
    expect(await uploadFiles({ ...quiet, door: bare, target: 'x', sources: [source] })).toMatchObject({
      reason: expect.stringContaining('the pod lacks tar, sha256sum'),
    });
    const closed = await doorTo(
      await startSshPod({
        forceCommand: `sh -c 'case "$SSH_ORIGINAL_COMMAND" in *mkfifo*) printf "%s: command not found" "$SSH_ORIGINAL_COMMAND" >&2; exit 127;; esac; exec sh -c "$SSH_ORIGINAL_COMMAND"'`,
      }),
    );
    expect(await uploadFiles({ ...quiet, door: closed, target: 'x', sources: [source] })).toMatchObject({
      reason: expect.stringMatching(
        /^the pod did not say that it is whole: its login shell .* runs scripts$/,
      ),
    });
  });
});
