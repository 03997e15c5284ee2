/** `pod-engine simulate --pods-from-image`: the console against pods that are containers of the real image. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtImage, imageMissing } from '../neighbours/built-image.ts';
import { makeClientKey } from '../neighbours/container.ts';
import { engine, engineList, engineProgram } from '../neighbours/podman.ts';
import { program, type RunningSimulator, runProgram, startSimulator } from '../neighbours/program.ts';
import { imageTag } from '../neighbours/test-run.ts';
import { startTmux, tmuxIsThere } from '../neighbours/tmux.ts';

describe.skipIf(imageMissing !== null)(
  `pods from an image${imageMissing === null ? '' : ` (${imageMissing})`}`,
  () => {
    const home = mkdtempSync(join(tmpdir(), 'pod-engine-from-image-'));
    const key = join(home, '.ssh', 'id_ed25519');
    const environment = { HOME: home, CONTAINER_ENGINE: engineProgram ?? '' };
    let image = '';
    let simulator: RunningSimulator;

    beforeAll(async () => {
      mkdirSync(join(home, '.ssh'));
      makeClientKey(key);
      image = await builtImage('runtime');
      simulator = await startSimulator(['--pods-from-image', image], environment);
    }, 300_000);
    afterAll(async () => {
      simulator?.child.kill('SIGTERM');
      rmSync(home, { recursive: true, force: true });
    });

    const run = (...words: string[]) =>
      runProgram(words, { environment: { ...environment, ...simulator.variables }, timeoutMs: 60_000 });
    const listed = async () => JSON.parse((await run('pods', 'list', '--json')).stdout).pods;
    const ours = async () => {
      const label = `label=pod-engine.owner`;
      const images = await engineList(['ps', '--all', '--format', '{{.Image}}', '--filter', label]);
      return images.filter((line) => line === image).length;
    };

    test('are two, published on this machine, and live in the console', async () => {
      expect(simulator.pods).toHaveLength(2);
      const [pod] = simulator.pods;
      // sshd greets before nginx is asked three times in a row.
      const health = () =>
        fetch(`http://127.0.0.1:${pod?.httpPort}/health.json`).then(
          (answer) => answer.json(),
          () => null,
        );
      await expect.poll(health).toMatchObject({ live: true, podId: pod?.id });
      const { stdout, code } = await run('pods', 'monitor', '--samples', '2', '--jsonl');
      expect(code).toBe(0);
      for (const { name } of simulator.pods) expect(stdout).toContain(name);
      const judged = await run('health', pod?.name ?? '');
      expect(judged.stdout).toMatch(/ok +app/);
      expect(judged.stdout).toContain('of 2.0 GiB used');
    }, 180_000);

    test.skipIf(!tmuxIsThere)(
      'stand in the console itself, with live links',
      async () => {
        const tmux = startTmux({
          columns: 120,
          rows: 40,
          command: `node ${program}; cat`,
          environment: { ...environment, ...simulator.variables, TERM: 'tmux-256color' },
        });
        try {
          const name = simulator.pods[0]?.name ?? 'none';
          await tmux.until(
            (screen) => screen.includes(name) && screen.includes('links 2/2'),
            'two live links',
          );
        } finally {
          tmux.stop();
        }
      },
      60_000,
    );

    test('have RunPod’s variables, and their keys stand in no process list', async () => {
      const [id = ''] = await engineList([
        'ps',
        '--quiet',
        '--filter',
        `ancestor=${image}`,
        '--filter',
        'label=pod-engine.owner',
      ]);
      const variables = (await engine(['exec', id, 'sh', '-c', 'tr "\\0" "\\n" </proc/1/environ'])).stdout;
      for (const name of [
        'POD_ID',
        'DC_ID',
        'GPU_COUNT',
        'CPU_COUNT',
        'MEM_GB',
        'PUBLIC_IP',
        'TCP_PORT_22',
        'API_KEY',
      ])
        expect(variables).toMatch(new RegExp(`^RUNPOD_${name}=.+$`, 'm'));
      expect(variables).toMatch(/^PUBLIC_KEY=ssh-ed25519 /m);
      const secret = /^RUNPOD_API_KEY=(.*)$/m.exec(variables)?.[1] ?? 'none';
      expect(secret).toMatch(/^rpa_/);
      expect(
        execFileSync('sh', ['-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null || true']).includes(secret),
      ).toBe(false);
    });

    test('stop and start through the API: another port, and a fresh disk beside a volume that stays', async () => {
      const name = simulator.pods[1]?.name ?? '';
      // Of an earlier try it may be stopped, and started it has another port.
      expect((await run('pods', 'start', name, '--yes')).code).toBe(0);
      const portNow = async (): Promise<number> =>
        (await listed()).find((each: { name: string }) => each.name === name).ssh?.port ?? 0;
      await expect.poll(portNow, { interval: 500 }).toBeGreaterThan(0);
      const before = await portNow();
      const ssh = (port: number, command: string) =>
        execFileSync('ssh', [...sshWords, '-i', key, '-p', String(port), 'root@127.0.0.1', command], {
          stdio: ['ignore', 'pipe', 'ignore'],
        }).toString();
      ssh(before, 'touch /root/on-disk /workspace/on-volume');
      expect((await run('pods', 'stop', name, '--yes')).code).toBe(0);
      await expect.poll(ours, { timeout: 40_000, interval: 500 }).toBe(1);
      expect((await listed()).find((each: { name: string }) => each.name === name).ssh).toBeNull();
      expect((await run('pods', 'start', name, '--yes')).code).toBe(0);
      let port = 0;
      await expect
        .poll(
          async () => {
            port = await portNow();
            try {
              return ssh(port, 'ls /root/on-disk /workspace/on-volume 2>/dev/null || true');
            } catch {
              return 'not yet';
            }
          },
          { timeout: 60_000, interval: 500 },
        )
        .toBe('/workspace/on-volume\n');
      expect(port).not.toBe(before);
    }, 180_000);

    test('refuse the faults of machines made of text', async () => {
      const answer = await plant(simulator, { action: 'lose-gpu', podId: simulator.pods[0]?.id });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ reason: expect.stringContaining('is a container') });
      expect(
        (await plant(simulator, { action: 'hide-runtime', podId: simulator.pods[0]?.id, seconds: 1 })).status,
      ).toBe(200);
    });

    test('are removed by the next simulator when their own is killed, and by their own when it is ended', async ({
      task,
    }) => {
      if ((task.result?.retryCount ?? 0) > 0) {
        simulator.child.kill('SIGKILL');
        simulator = await startSimulator(['--pods-from-image', image], environment);
      }
      const died = new Promise((resolve) => simulator.child.once('exit', resolve));
      simulator.child.kill('SIGKILL');
      await died;
      expect(await ours()).toBe(2);
      simulator = await startSimulator(
        ['--pods-from-image', image, '--pods', '1', '--seed', '8'],
        environment,
      );
      expect(await ours()).toBe(1);
      expect(await simulator.stop()).toBe(143);
      expect(await ours()).toBe(0);
      const { stdout } = await engine(['volume', 'ls', '--quiet', '--filter', 'label=pod-engine.owner']);
      for (const { id } of simulator.pods) expect(stdout).not.toContain(id);
    }, 180_000);

    test('that cannot be: each reason is told', async () => {
      const simulate = (words: readonly string[], given = {}) =>
        runProgram(['simulate', ...words], { environment: { ...environment, ...given } });
      const misspelt = await simulate(['--pods-from-image', image.replace('runtime', 'runtme')]);
      expect(misspelt).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`Did you mean "${image}"?`),
      });
      const engineless = await simulate(['--pods-from-image', image], {
        CONTAINER_ENGINE: '/nowhere/podman',
      });
      expect(engineless).toMatchObject({ code: 1, stderr: expect.stringContaining('/nowhere/podman') });
      const keyless = await simulate(['--pods-from-image', image], { HOME: tmpdir() });
      expect(keyless).toMatchObject({ code: 2, stderr: expect.stringContaining('ssh-keygen') });
      const priv = await simulate(['--pods-from-image', image, '--public-key', key]);
      expect(priv).toMatchObject({ code: 2, stderr: expect.stringContaining(`${key}.pub`) });
      const short = imageTag('short-lived');
      const recipe = join(home, 'Containerfile');
      writeFileSync(recipe, `FROM ${image}\nENTRYPOINT ["sh", "-c", "echo no model >&2; exit 3"]\n`);
      await engine(['build', '--quiet', '--file', recipe, '--tag', short, home]);
      const dead = await simulate(['--pods-from-image', short]);
      expect(dead).toMatchObject({ code: 1, stderr: expect.stringContaining('no model') });
      expect(await ours()).toBe(0);
    }, 180_000);
  },
);

/** Nothing of the user's, and no question. */
const sshWords = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'BatchMode=yes'].flatMap(
  (option) => ['-o', option],
);

function plant(simulator: RunningSimulator, action: unknown): Promise<Response> {
  const url = simulator.variables.RUNPOD_GRAPHQL_URL.replace('/graphql', '/simulator');
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action),
  });
}
