import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createTrust, type TrustOptions, type TrustSubject } from '../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../source/ssh/trust-store.ts';
import { makeKey } from '../../neighbours/sshd.ts';

const root = mkdtempSync(join(tmpdir(), 'pod-engine-trust-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
for (const name of ['one', 'two']) makeKey(join(root, name), 'ed25519');
const keyOne = keyBytes('one');
const keyTwo = keyBytes('two');

let folder = '';
let storePath = '';
let knownHosts = '';
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  storePath = join(folder, 'state', 'known-pods.json');
  knownHosts = join(folder, 'known_hosts');
});

const pod: TrustSubject = {
  podId: 'abc',
  generation: 'g1',
  endpoint: { host: '10.1.2.3', port: 20_022, username: 'root' },
};
const host: TrustSubject = { ...pod, podId: 'ssh:root@10.1.2.3:20022', generation: null };

/** One connection with one key: whether it was let through, and what was said. */
async function meet(subject: TrustSubject, key: Buffer, options: TrustOptions = {}) {
  const trust = createTrust({
    store: createTrustStore(storePath),
    knownHostsPaths: [knownHosts],
    ...options,
  });
  const met = await trust.open(subject);
  const isTrusted = met.verifyHostKey(key);
  // As at a change of session keys.
  expect(met.verifyHostKey(key)).toBe(isTrusted);
  const notes = isTrusted ? (await met.settle()).map(({ text }) => text) : [];
  return { isTrusted, notes, refusal: met.refusal(), algorithms: met.hostKeyAlgorithms };
}

describe('a RunPod pod', () => {
  test('is believed at first contact, told, and known from then on', async () => {
    const first = await meet(pod, keyOne);
    expect(first.isTrusted).toBe(true);
    expect(first.notes).toEqual([
      expect.stringContaining(`first contact: ssh-ed25519 ${fingerprint('one')}`),
    ]);
    const second = await meet(pod, keyOne);
    expect(second).toMatchObject({ isTrusted: true, notes: [] });
  });

  test('with another key and the same generation is refused, with both fingerprints and the way out', async () => {
    await meet(pod, keyOne);
    const { isTrusted, refusal } = await meet(pod, keyTwo);
    expect(isTrusted).toBe(false);
    expect(refusal).toMatchObject({ kind: 'host-key', retriable: false });
    expect(refusal?.message).toContain(fingerprint('one'));
    expect(refusal?.message).toContain(fingerprint('two'));
    expect(refusal?.hint).toContain('"runpod:abc"');
    expect(refusal?.hint).toContain(storePath);
    // The way out works.
    const file = JSON.parse(readFileSync(storePath, 'utf8'));
    delete file.pods['runpod:abc'];
    writeFileSync(storePath, JSON.stringify(file));
    expect((await meet(pod, keyTwo)).isTrusted).toBe(true);
  });

  test('made anew may have another key, and it is told', async () => {
    await meet(pod, keyOne);
    const { isTrusted, notes } = await meet({ ...pod, generation: 'g2' }, keyTwo);
    expect(isTrusted).toBe(true);
    expect(notes).toEqual([expect.stringContaining('made anew')]);
    expect((await meet({ ...pod, generation: 'g2' }, keyOne)).isTrusted).toBe(false);
  });

  test('of unknown generation is not taken for a new one', async () => {
    await meet(pod, keyOne);
    expect((await meet({ ...pod, generation: null }, keyTwo)).isTrusted).toBe(false);
  });

  test('at an address that another pod had before is no alarm', async () => {
    writeFileSync(knownHosts, `[10.1.2.3]:20022 ${line('one')}\n`);
    expect((await meet(pod, keyTwo)).isTrusted).toBe(true);
  });

  test('keeps its key when its address changes', async () => {
    await meet(pod, keyOne);
    const moved = { ...pod, endpoint: { ...pod.endpoint, port: 30_000 } };
    expect((await meet(moved, keyTwo)).isTrusted).toBe(false);
    expect((await meet(moved, keyOne)).isTrusted).toBe(true);
  });

  test('with a key that another pod has too is believed, with a warning', async () => {
    await meet(pod, keyOne);
    const { notes } = await meet({ ...pod, podId: 'xyz' }, keyOne);
    expect(notes).toContainEqual(expect.stringContaining('shared with runpod:abc'));
  });

  test('with a revoked key is refused, whatever else is known', async () => {
    await meet(pod, keyOne);
    writeFileSync(knownHosts, `@revoked * ${line('one')}\n`);
    expect((await meet(pod, keyOne)).refusal?.message).toContain('revoked');
  });
});

describe('a host given by hand', () => {
  test('is believed by known_hosts without a word', async () => {
    writeFileSync(knownHosts, `[10.1.2.3]:20022 ${line('one')}\n`);
    expect(await meet(host, keyOne)).toMatchObject({ isTrusted: true, notes: [] });
  });

  test('with another key than known_hosts has is refused, with the way out', async () => {
    writeFileSync(knownHosts, `[10.1.2.3]:20022 ${line('one')}\n`);
    const { refusal } = await meet(host, keyTwo);
    expect(refusal?.hint).toContain("ssh-keygen -R '[10.1.2.3]:20022'");
  });
});

test('strict mode believes only what is known already', async () => {
  const strict = { mode: 'strict' } as const;
  const { isTrusted, refusal } = await meet(pod, keyOne, strict);
  expect(isTrusted).toBe(false);
  expect(refusal?.hint).toContain('ssh-keyscan -p 20022 10.1.2.3');
  writeFileSync(knownHosts, `[10.1.2.3]:20022 ${line('one')}\n`);
  expect((await meet(pod, keyOne, strict)).isTrusted).toBe(true);
  expect((await meet({ ...pod, generation: 'g2' }, keyTwo, strict)).isTrusted).toBe(false);
});

test('one connection cannot change its key half way', async () => {
  const trust = createTrust({ store: createTrustStore(storePath), knownHostsPaths: [] });
  const met = await trust.open(pod);
  expect(met.verifyHostKey(keyOne)).toBe(true);
  expect(met.verifyHostKey(keyTwo)).toBe(false);
});

test('kinds of key that are known are asked for first', async () => {
  makeKey(join(root, 'rsa'), 'rsa');
  writeFileSync(knownHosts, `[10.1.2.3]:20022 ${line('rsa')}\n`);
  expect((await meet(host, keyBytes('rsa'))).algorithms.slice(0, 3)).toEqual([
    'rsa-sha2-512',
    'rsa-sha2-256',
    'ssh-ed25519',
  ]);
});

describe('the store', () => {
  test('is for the operator’s eyes only and leaves nothing beside it', async () => {
    await meet(pod, keyOne);
    expect(statSync(storePath).mode & 0o777).toBe(0o600);
    expect(statSync(join(storePath, '..')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(storePath, '..'))).toEqual(['known-pods.json']);
  });

  test('leaves a folder that was there as it was, for others may share it', async () => {
    chmodSync(folder, 0o755);
    storePath = join(folder, 'known-pods.json');
    await meet(pod, keyOne);
    expect(statSync(folder).mode & 0o777).toBe(0o755);
    expect(statSync(storePath).mode & 0o777).toBe(0o600);
  });

  test('keeps what another console has written meanwhile', async () => {
    const [ours, theirs] = [createTrustStore(storePath), createTrustStore(storePath)];
    await Promise.all([ours.load(), theirs.load()]);
    await meetWith(theirs, { ...pod, podId: 'theirs' });
    await Promise.all(['a', 'b', 'c'].map((podId) => meetWith(ours, { ...pod, podId })));
    const { pods } = JSON.parse(readFileSync(storePath, 'utf8'));
    expect(Object.keys(pods).sort()).toEqual(['runpod:a', 'runpod:b', 'runpod:c', 'runpod:theirs']);
  });

  test.each([
    ['no JSON', '{"version":1,'],
    ['another shape', '{"version":1,"pods":{"runpod:abc":{"blob":7}}}'],
    ['a newer version', '{"version":2,"pods":{}}'],
  ])('that is %s stops all trust, and says which file', async (_name, text) => {
    await meet(pod, keyOne);
    writeFileSync(storePath, text);
    await expect(meet(pod, keyOne)).rejects.toThrow(storePath);
  });

  async function meetWith(store: ReturnType<typeof createTrustStore>, subject: TrustSubject) {
    const met = await createTrust({ store, knownHostsPaths: [] }).open(subject);
    met.verifyHostKey(keyOne);
    await met.settle();
  }
});

function line(name: string): string {
  return readFileSync(join(root, `${name}.pub`), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ');
}

function keyBytes(name: string): Buffer {
  return Buffer.from(line(name).split(' ')[1] ?? '', 'base64');
}

function fingerprint(name: string): string {
  return (
    execFileSync('ssh-keygen', ['-l', '-f', join(root, `${name}.pub`)])
      .toString()
      .split(' ')[1] ?? ''
  );
}
