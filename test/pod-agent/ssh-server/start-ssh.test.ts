/** sshd as a pod starts it, entered by OpenSSH's own client. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type SshStart, startSsh } from '../../../pod-agent/ssh-server/start-ssh.ts';
import { freePort } from '../../neighbours/free-port.ts';
import { makeKey, sshdMissing } from '../../neighbours/sshd.ts';

const root = mkdtempSync(join(tmpdir(), 'start-ssh-test-'));
const starts: SshStart[] = [];
afterEach(async () => {
  for (const { service } of starts.splice(0)) await service?.stop({ signal: 'SIGTERM', graceMs: 2000 });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function start(
  publicKey: string | undefined,
  port: number,
): Promise<SshStart & { readonly folder: string }> {
  const folder = mkdtempSync(join(root, 'pod-'));
  const started = await startSsh({
    publicKey,
    port,
    listenAddress: '127.0.0.1',
    home: folder,
    hostKeyFolder: join(folder, 'ssh'),
    sessionFiles: { profile: join(folder, 'profile.d/pod-agent.sh'), bashrc: join(folder, '.bashrc') },
    signal: new AbortController().signal,
    onNews: () => {},
  });
  starts.push(started);
  return { ...started, folder };
}

function newKey(): { readonly path: string; readonly publicKey: string } {
  const path = join(mkdtempSync(join(root, 'key-')), 'id');
  makeKey(path, 'ed25519');
  return { path, publicKey: readFileSync(`${path}.pub`, 'utf8') };
}

function hostKeysAt(port: number): string[] {
  const { stdout } = spawnSync('ssh-keyscan', ['-p', String(port), '127.0.0.1'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.startsWith('['));
}

// sshd looks for the keys in the home folder of the user's account, so that entering is for the image's own tests.
describe.skipIf(sshdMissing !== null || process.getuid?.() !== 0)(
  `sshd in a pod ${sshdMissing ?? ''}`,
  () => {
    it('listens with keys made for this pod, and tells their fingerprints', async () => {
      const { publicKey } = newKey();
      const port = await freePort();
      const { folder, lines, service } = await start(publicKey, port);
      expect(service?.state().kind).toBe('running');
      expect(hostKeysAt(port)).toHaveLength(2);
      expect(lines.join('\n')).toMatch(/^ssh: port \d+, 1 key, host keys made:$/m);
      expect(lines.filter((line) => /^ {2}\d+ SHA256:\S+ .*\((ED25519|ECDSA)\)$/.test(line))).toHaveLength(2);
      expect(readdirSync(join(folder, 'ssh')).filter((name) => name.endsWith('_key'))).toHaveLength(2);
      expect(readFileSync(join(folder, '.ssh/authorized_keys'), 'utf8')).toBe(publicKey);
      expect(statSync(join(folder, '.ssh')).mode & 0o777).toBe(0o700);
      expect(statSync(join(folder, '.ssh/authorized_keys')).mode & 0o777).toBe(0o600);
    });

    it('offers no password', async () => {
      const port = await freePort();
      await start(newKey().publicKey, port);
      const words = ['-p', String(port), '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no'];
      const nowhere = ['-o', 'UserKnownHostsFile=/dev/null', '-o', 'IdentityFile=/dev/null', '-v'];
      let told = '';
      try {
        execFileSync('ssh', [...words, ...nowhere, 'root@127.0.0.1', 'true'], {
          encoding: 'utf8',
          stdio: 'pipe',
        });
      } catch (error) {
        told = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
      }
      expect(told).toContain('Authentications that can continue: publickey');
      expect(told).not.toMatch(/can continue: .*password/);
    });

    it('leaves a port alone that is served already', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const { lines, service } = await start(newKey().publicKey, port);
      other.close();
      expect(service).toBeNull();
      expect(lines.join('\n')).toMatch(
        /^ssh: port \d+ is served by .* \(process \d+\) already; the keys were added$/m,
      );
    });
  },
);

it('starts nothing without a key', async () => {
  const { lines, service } = await start(undefined, 1);
  expect(service).toBeNull();
  expect(lines).toEqual(['ssh: not started, since PUBLIC_KEY is not set']);
});

it('starts nothing for what is no key', async () => {
  const { lines, service, trouble } = await start('hello', 1);
  expect(service).toBeNull();
  expect(trouble).toBe('sshd is not started, since PUBLIC_KEY holds no key');
  expect(lines.at(-1)).toBe(`ssh: ${trouble}`);
});
