/** The real image, at rest: what is in it, and what must not be. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildArguments, builtImage, imageMissing, plantedSecret } from '../neighbours/built-image.ts';
import { engine, engineProgram, testLabel } from '../neighbours/podman.ts';
import { testRun } from '../neighbours/test-run.ts';

const targets = ['runtime', 'gpu'] as const;

describe.skipIf(imageMissing !== null).each(targets)(
  `the image's target %s${imageMissing === null ? '' : ` (${imageMissing})`}`,
  (target) => {
    let image = '';
    beforeAll(async () => {
      image = await builtImage(target);
    }, 300_000);

    test('says how it is to be run', async () => {
      const { stdout } = await engine(['image', 'inspect', image]);
      const [{ Config: config }] = JSON.parse(stdout);
      expect(config.Entrypoint).toEqual(['tini', '--']);
      expect(config.Cmd).toEqual(['pod-agent', 'start']);
      expect(Object.keys(config.ExposedPorts).sort()).toEqual(['22/tcp', '80/tcp']);
      expect(config.StopSignal).toMatch(/^(SIGTERM|15)$/);
      expect(config.Env).toEqual(
        expect.arrayContaining([
          'POD_AGENT_APP_PORT=80',
          `POD_VERSION=${buildArguments.version}`,
          `POD_REVISION=${buildArguments.revision}`,
        ]),
      );
      expect(config.Labels).toMatchObject({
        'org.opencontainers.image.version': buildArguments.version,
        'org.opencontainers.image.revision': buildArguments.revision,
        'org.opencontainers.image.licenses': 'MIT',
      });
      const [{ HealthCheck: check, Healthcheck: dockerCheck }] = JSON.parse(stdout);
      expect((check ?? dockerCheck ?? config.Healthcheck).Test).toEqual([
        'CMD',
        'pod-agent',
        'health',
        'served',
      ]);
    });

    test('holds the agent, the site and what runs them, and nothing of the build', async () => {
      const files = (await inImage(image, 'find / -xdev -not -path "/proc/*" -not -path "/sys/*"')).split(
        '\n',
      );
      expect(files).toEqual(
        expect.arrayContaining([
          '/usr/local/bin/pod-agent',
          '/usr/local/bin/node',
          '/usr/local/lib/pod-agent/pod-agent.mjs',
          '/srv/site/index.html',
          '/usr/sbin/nginx',
          '/usr/sbin/sshd',
        ]),
      );
      const unwelcome =
        /\/node_modules\/|\/bin\/(npm|npx)$|\.tsx?$|\/package(-lock)?\.json$|\/build\/|\.npmrc$|ssh_host_.*key|\/apt\/lists\/.*_|\/apt\/archives\/.*\.deb|\/install\.sh$/;
      expect(files.filter((file) => unwelcome.test(file))).toEqual([]);
      expect(
        files.filter((file) => /^\/(usr\/share\/(doc|man)|tmp|var\/tmp|var\/log\/nginx)\/./.test(file)),
      ).toEqual([]);
      expect(await inImage(image, 'stat -c %a /etc /usr/local/bin /srv/site')).toBe('755\n755\n755\n');
    });

    test('lets nobody in by a password', async () => {
      const script = 'mkdir -p /run/sshd; ssh-keygen -q -t ed25519 -N "" -f /tmp/k; sshd -T -h /tmp/k';
      const settings = await inImage(image, script);
      expect(settings).toContain('passwordauthentication no');
      expect(settings).toContain('kbdinteractiveauthentication no');
      expect(settings).toMatch(/permitrootlogin (without-password|prohibit-password)/);
    });

    test('holds the secret of its build in no layer and no word of its history', async () => {
      const { stdout: history } = await engine(['history', '--no-trunc', image]);
      const { stdout: inspected } = await engine(['image', 'inspect', image]);
      expect(history + inspected).not.toContain(plantedSecret);
      expect(history + inspected).not.toContain('_authToken');
      const folder = mkdtempSync(join(tmpdir(), 'pod-engine-layers-'));
      try {
        const unpack = '"$1" save "$2" | tar -x -C "$3"';
        execFileSync('bash', ['-o', 'pipefail', '-c', unpack, 'bash', engineProgram ?? '', image, folder]);
        expect(readdirSync(folder).length).toBeGreaterThan(2);
        const found = execFileSync('bash', [
          '-c',
          'grep -rla -e "$1" "$2" || true',
          'bash',
          plantedSecret,
          folder,
        ]);
        expect(found.toString()).toBe('');
        // The search itself: something that is in a layer is found.
        const known = execFileSync('bash', ['-c', 'grep -rla -e pod-agent.mjs "$1"', 'bash', folder]);
        expect(known.toString()).not.toBe('');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }, 180_000);

    test('adds little to its base', async () => {
      const sizeOf = async (name: string) =>
        Number((await engine(['image', 'inspect', '--format', '{{.Size}}', name])).stdout);
      const { stdout } = await engine(['image', 'inspect', '--format', '{{json .Config.Labels}}', image]);
      const base = JSON.parse(stdout)['org.opencontainers.image.base.name'];
      const addedMebibytes = ((await sizeOf(image)) - (await sizeOf(base))) / 1024 ** 2;
      console.log(`${target}: ${addedMebibytes.toFixed(1)} MiB above its base`);
      expect(addedMebibytes).toBeLessThan(200);
    });
  },
);

async function inImage(image: string, script: string): Promise<string> {
  const words = [
    'run',
    '--rm',
    '--label',
    `${testLabel}=${testRun}`,
    '--entrypoint',
    'sh',
    image,
    '-c',
    script,
  ];
  return (await engine(words)).stdout;
}
