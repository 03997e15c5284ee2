import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { connect } from '../../../source/ssh/connection.ts';
import { hostKeyAlgorithms } from '../../../source/ssh/host-key.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import { defaultTimings } from '../../../source/ssh/timings.ts';
import { makeKey, type Sshd, sshdMissing, startSshd } from '../../neighbours/sshd.ts';

const folder = mkdtempSync(join(tmpdir(), 'pod-engine-keys-'));
const ending: (() => void)[] = [];

afterAll(() => {
  for (const end of ending) end();
  rmSync(folder, { recursive: true, force: true });
});

function newHome(): string {
  const home = mkdtempSync(join(folder, 'home-'));
  mkdirSync(join(home, '.ssh'));
  mkdirSync(join(home, '.runpod', 'ssh'), { recursive: true });
  return home;
}

describe('what the system’s ssh is given', () => {
  test('the named files alone, with what only it can use of them', async () => {
    const home = newHome();
    const plain = join(home, '.ssh/plain');
    const token = join(home, '.ssh/token');
    const certified = join(home, '.ssh/certified');
    makeKey(plain, 'ed25519');
    makeKey(certified, 'ed25519');
    writeFileSync(`${certified}-cert.pub`, 'ssh-ed25519-cert-v01@openssh.com AAAA\n');
    writeFileSync(token, 'no key that is read here');
    writeFileSync(`${token}.pub`, 'sk-ssh-ed25519@openssh.com AAAA\n');
    const files = [plain, token, certified];
    const { forSystem, unusable, names } = await loadIdentities({
      files,
      homeDirectory: home,
      agentSocket: '',
    });
    expect(forSystem).toEqual({
      files,
      only: true,
      needs: ['security key ~/.ssh/token', 'certificate ~/.ssh/certified-cert.pub'],
    });
    expect(unusable).toEqual([]);
    expect(names).toHaveLength(2);
  });

  test('nothing where it finds its own keys, and all of them where RunPod’s are to be named', async () => {
    const home = newHome();
    makeKey(join(home, '.ssh/id_ed25519'), 'ed25519');
    const own = { homeDirectory: home, agentSocket: '' };
    expect((await loadIdentities(own)).forSystem).toEqual({ files: [], only: false, needs: [] });
    makeKey(join(home, '.runpod/ssh/RunPod-Key-Go'), 'rsa');
    expect((await loadIdentities(own)).forSystem?.files).toEqual([
      join(home, '.ssh/id_ed25519'),
      join(home, '.runpod/ssh/RunPod-Key-Go'),
    ]);
  });
});

describe('where keys come from', () => {
  test('the usual files, in order', async () => {
    const home = newHome();
    makeKey(join(home, '.runpod/ssh/RunPod-Key-Go'), 'rsa');
    makeKey(join(home, '.ssh/id_ecdsa'), 'ecdsa');
    makeKey(join(home, '.ssh/id_ed25519'), 'ed25519');
    const { names, skipped } = await loadIdentities({ homeDirectory: home, agentSocket: '' });
    expect(names).toEqual([
      '~/.ssh/id_ed25519 (ssh-ed25519)',
      '~/.ssh/id_ecdsa (ecdsa-sha2-nistp256)',
      '~/.runpod/ssh/RunPod-Key-Go (ssh-rsa)',
    ]);
    expect(skipped).toEqual([]);
  });

  test('nothing but the chosen file, where one is chosen', async () => {
    const home = newHome();
    makeKey(join(home, '.ssh/id_ed25519'), 'ed25519');
    const chosen = join(home, 'mine');
    makeKey(chosen, 'ed25519');
    const { names } = await loadIdentities({ homeDirectory: home, agentSocket: '', files: [chosen] });
    expect(names).toEqual(['~/mine (ssh-ed25519)']);
  });

  test('a running ssh-agent, whose keys come first and are not offered twice', async () => {
    const home = newHome();
    const socket = await startAgent();
    const path = join(home, '.ssh/id_ed25519');
    makeKey(path, 'ed25519');
    execFileSync('ssh-add', ['-q', path], {
      env: { ...process.env, SSH_AUTH_SOCK: socket },
      stdio: 'ignore',
    });
    const { names } = await loadIdentities({ homeDirectory: home, agentSocket: socket });
    expect(names).toEqual(['test (ssh-ed25519, in ssh-agent)']);
  });

  test('of the agent only the chosen key, even when its file has a passphrase', async () => {
    const home = newHome();
    const socket = await startAgent();
    const chosen = join(home, 'chosen');
    const other = join(home, 'other');
    makeKey(chosen, 'ed25519');
    makeKey(other, 'ed25519');
    for (const path of [other, chosen]) {
      execFileSync('ssh-add', ['-q', path], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
        stdio: 'ignore',
      });
    }
    execFileSync('ssh-keygen', ['-q', '-p', '-N', 'secret', '-P', '', '-f', chosen], { stdio: 'ignore' });
    const { names, skipped, unusable } = await loadIdentities({
      homeDirectory: home,
      agentSocket: socket,
      files: [chosen],
    });
    expect(names).toEqual(['~/chosen (ssh-ed25519, in ssh-agent)']);
    expect(unusable).toEqual([]);
    expect(skipped.map(({ name }) => name)).not.toContain(other);
  });

  test('a chosen file that is not there is told; of the usual places nothing is', async () => {
    const home = newHome();
    const chosen = await loadIdentities({ homeDirectory: home, agentSocket: '', files: ['/nope'] });
    expect(chosen.unusable).toEqual([{ name: '/nope', reason: 'cannot be read (ENOENT)' }]);
    writeFileSync(join(home, '.ssh/id_rsa'), 'no key');
    const usual = await loadIdentities({ homeDirectory: home, agentSocket: '' });
    expect(usual.skipped).toHaveLength(1);
    expect(usual.unusable).toEqual([]);
  });

  test('an agent that never answers is skipped in time', async () => {
    const socket = join(folder, 'mute');
    const server = createServer(() => {}).listen(socket);
    ending.push(() => server.close());
    const { names, skipped } = await loadIdentities({ homeDirectory: newHome(), agentSocket: socket });
    expect(names).toEqual([]);
    expect(skipped).toEqual([{ name: `ssh-agent at ${socket}`, reason: 'no answer within 3 s' }]);
  });

  test('no more keys than sshd lets be tried, and the rest by name', async () => {
    const home = newHome();
    const files = Array.from({ length: 8 }, (_, at) => join(home, `key${at}`));
    for (const path of files) makeKey(path, 'ed25519');
    const { names, skipped } = await loadIdentities({ homeDirectory: home, agentSocket: '', files });
    expect(names).toHaveLength(6);
    expect(skipped.map(({ name }) => name)).toEqual(['~/key6 (ssh-ed25519)', '~/key7 (ssh-ed25519)']);
  });
});

describe('keys that cannot be offered are named with what to do', () => {
  test.each([
    ['with a passphrase', (path: string) => makeKey(path, 'ed25519', 'secret'), /passphrase.*ssh-add/],
    ['that is no key', (path: string) => writeFileSync(path, 'hello'), /format not read here.*ssh-keygen -p/],
    [
      'that is only the public half',
      (path: string) => {
        makeKey(path, 'ed25519');
        execFileSync('cp', [`${path}.pub`, path]);
      },
      /only the public half/,
    ],
    [
      'in PKCS#8 with a passphrase',
      (path: string) => {
        const { privateKey } = generateKeyPairSync('ed25519');
        const pem = privateKey.export({
          type: 'pkcs8',
          format: 'pem',
          cipher: 'aes-256-cbc',
          passphrase: 'x',
        });
        writeFileSync(path, pem);
      },
      /passphrase/,
    ],
    [
      'of a kind SSH does not know',
      (path: string) => {
        const { privateKey } = generateKeyPairSync('x25519');
        writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
      },
      /kind x25519/,
    ],
    ['that is not there', () => {}, /cannot be read \(ENOENT\)/],
  ])('one %s', async (_name, make, reason) => {
    const path = join(mkdtempSync(join(folder, 'bad-')), 'key');
    make(path);
    const { names, skipped } = await loadIdentities({ files: [path], agentSocket: '' });
    expect(names).toEqual([]);
    expect(skipped).toEqual([{ name: path, reason: expect.stringMatching(reason) }]);
  });
});

describe.skipIf(sshdMissing !== null)(`keys in every format let one in${sshdMissing ?? ''}`, () => {
  const formats: readonly (readonly [string, (path: string) => string])[] = [
    ['OpenSSH Ed25519', (path) => openSsh(path, 'ed25519')],
    ['OpenSSH RSA', (path) => openSsh(path, 'rsa')],
    ['OpenSSH ECDSA', (path) => openSsh(path, 'ecdsa')],
    ['PKCS#8 Ed25519', (path) => pkcs8(path, generateKeyPairSync('ed25519'))],
    ['PKCS#8 RSA', (path) => pkcs8(path, generateKeyPairSync('rsa', { modulusLength: 2048 }))],
    ['PKCS#8 ECDSA', (path) => pkcs8(path, generateKeyPairSync('ec', { namedCurve: 'P-256' }))],
  ];
  let sshd: Sshd | null = null;
  const paths = formats.map(([name]) => join(folder, name.replaceAll(/\W/g, '-')));

  test.each(formats.map(([name], at) => [name, at] as const))('%s', async (_name, at) => {
    sshd ??= await startSshd({ authorizedKeys: formats.map(([, make], index) => make(paths[index] ?? '')) });
    ending.push(() => void sshd?.stop());
    const outcome = await connect({
      endpoint: { host: '127.0.0.1', port: sshd.port, username: sshd.username },
      identities: await loadIdentities({ files: [paths[at] ?? ''], agentSocket: '' }),
      verifyHostKey: () => true,
      hostKeyAlgorithms: hostKeyAlgorithms([]),
      timings: defaultTimings,
      signal: new AbortController().signal,
    });
    expect(outcome.ok ? null : outcome.failure).toBeNull();
    if (outcome.ok) outcome.value.destroy();
  });

  test('a key that only ssh-agent holds', async () => {
    const server = await startSshd();
    ending.push(() => void server.stop());
    const socket = await startAgent();
    const environment = { ...process.env, SSH_AUTH_SOCK: socket };
    execFileSync('ssh-add', ['-q', server.clientKeyPath], { env: environment, stdio: 'ignore' });
    const outcome = await connect({
      endpoint: { host: '127.0.0.1', port: server.port, username: server.username },
      identities: await loadIdentities({ homeDirectory: '/nonexistent', agentSocket: socket }),
      verifyHostKey: () => true,
      hostKeyAlgorithms: hostKeyAlgorithms([]),
      timings: defaultTimings,
      signal: new AbortController().signal,
    });
    expect(outcome.ok ? null : outcome.failure).toBeNull();
    if (outcome.ok) outcome.value.destroy();
  });
});

function openSsh(path: string, type: 'ed25519' | 'rsa' | 'ecdsa'): string {
  makeKey(path, type);
  return publicLine(path);
}

function pkcs8(path: string, pair: ReturnType<typeof generateKeyPairSync>): string {
  if (!('privateKey' in pair) || typeof pair.privateKey === 'string') throw new Error('No key object.');
  writeFileSync(path, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  // OpenSSH reads PKCS#8 for all but Ed25519, whose public half is put together here.
  if (pair.privateKey.asymmetricKeyType !== 'ed25519') return publicLine(path);
  const raw = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const header = Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1');
  return `ssh-ed25519 ${Buffer.concat([header, raw]).toString('base64')} test`;
}

function publicLine(path: string): string {
  return execFileSync('ssh-keygen', ['-y', '-f', path]).toString().trim();
}

/** An agent of our own, not the one of whoever runs the tests. */
async function startAgent(): Promise<string> {
  const socket = join(mkdtempSync(join(folder, 'agent-')), 'socket');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  ending.push(() => agent.kill());
  await new Promise((resolve) => agent.stdout.once('data', resolve));
  return socket;
}
