/** Into a pod of the real image over SSH: by hand, and by the console's own links. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awaitSsh } from '../../source/simulator/container-pods/await-ssh.ts';
import { loadIdentities } from '../../source/ssh/identities.ts';
import { createLinks } from '../../source/ssh/links.ts';
import { createTrust } from '../../source/ssh/trust.ts';
import { createTrustStore } from '../../source/ssh/trust-store.ts';
import { builtImage, imageMissing } from '../neighbours/built-image.ts';
import { type Container, makeClientKey, podId, readyOf, startContainer } from '../neighbours/container.ts';
import { recordLink } from '../neighbours/link-recorder.ts';

const run = promisify(execFile);

describe.skipIf(imageMissing !== null)(
  `SSH into a pod of the image${imageMissing === null ? '' : ` (${imageMissing})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'pod-engine-session-'));
    const key = join(folder, 'key');
    let pod: Container;

    beforeAll(async () => {
      makeClientKey(key);
      pod = await startContainer(await builtImage('runtime'), { publicKeyPath: `${key}.pub` });
      await readyOf(pod);
      expect(await awaitSsh('127.0.0.1', pod.sshPort, AbortSignal.timeout(60_000))).toBe(true);
    }, 300_000);
    afterAll(async () => {
      await pod?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    test('a command and a login shell know RunPod’s variables, and find the agent', async () => {
      expect(await ssh('echo $RUNPOD_POD_ID')).toBe(`${podId}\n`);
      expect(await ssh('command -v pod-agent')).toBe('/usr/local/bin/pod-agent\n');
      expect(await ssh("bash -lc 'echo $RUNPOD_POD_ID'")).toBe(`${podId}\n`);
    });

    test('a password is not even asked for', async () => {
      const words = [
        '-o',
        'PubkeyAuthentication=no',
        '-o',
        'PreferredAuthentications=password,keyboard-interactive',
      ];
      await expect(ssh('true', words)).rejects.toThrow(/Permission denied \(publickey\)/);
    });

    test('another key is refused', async () => {
      const other = join(folder, 'other');
      makeClientKey(other);
      await expect(ssh('true', [], other)).rejects.toThrow(/Permission denied/);
    });

    test('the console streams telemetry from the agent that the image brings', async () => {
      const links = createLinks({
        identities: await loadIdentities({ files: [key], agentSocket: '' }),
        trust: createTrust({ store: createTrustStore(join(folder, 'known-pods.json')), knownHostsPaths: [] }),
        agentProgram: () => Promise.reject(new Error('nothing is to be uploaded')),
        timings: { tickMs: 50 },
      });
      try {
        const recorder = recordLink();
        links.open(
          {
            podId,
            podName: 'image-pod',
            generation: null,
            endpoint: { host: '127.0.0.1', port: pod.sshPort, username: 'root' },
            intervalMs: 250,
          },
          recorder,
        );
        await recorder.until('samples', () => recorder.framesOf('sample').length >= 4);
        expect(recorder.links.at(-1)).toMatchObject({ kind: 'live', via: 'agent' });
        expect(await pod.sh('ls /root/.cache 2>/dev/null | wc -l')).toBe('0\n');
        expect(recorder.framesOf('sample').at(-1)?.memory?.scope).toBe('container');
        await recorder.until('inventory', () =>
          recorder.framesOf('hello').some(({ inventory }) => inventory !== null),
        );
        expect(recorder.framesOf('hello').at(-1)?.inventory?.runpod).toMatchObject({ RUNPOD_POD_ID: podId });
        await recorder.until('health', () => recorder.framesOf('health').length > 0);
        const app = recorder
          .framesOf('health')
          .at(-1)
          ?.report.checks.find(({ id }) => id === 'app');
        expect(app?.status).toBe('ok');
      } finally {
        await links.close();
      }
    }, 180_000);

    async function ssh(command: string, words: readonly string[] = [], identity = key): Promise<string> {
      const { stdout } = await run('ssh', [
        ...words,
        ...['-i', identity, '-p', String(pod.sshPort), '-F', 'none'],
        ...['-o', 'IdentitiesOnly=yes', '-o', 'IdentityAgent=none', '-o', 'StrictHostKeyChecking=no'],
        ...[
          '-o',
          `UserKnownHostsFile=${join(folder, 'known_hosts')}`,
          '-o',
          'BatchMode=yes',
          '-o',
          'LogLevel=ERROR',
        ],
        'root@127.0.0.1',
        command,
      ]);
      return stdout;
    }
  },
);
