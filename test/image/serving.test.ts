/** The real image, running: what a user of the pod gets from outside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildArguments, builtImage, imageMissing } from '../neighbours/built-image.ts';
import { type Container, makeClientKey, podId, readyOf, startContainer } from '../neighbours/container.ts';
import { engine } from '../neighbours/podman.ts';

describe.skipIf(imageMissing !== null)(
  `a pod of the image${imageMissing === null ? '' : ` (${imageMissing})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'pod-engine-image-'));
    const key = join(folder, 'key');
    const token = 'metrics-token-5f2e9a';
    let pod: Container;

    beforeAll(async () => {
      makeClientKey(key);
      pod = await startContainer(await builtImage('runtime'), {
        publicKeyPath: `${key}.pub`,
        environment: { POD_AGENT_METRICS_TOKEN: token, RUNPOD_MEM_GB: '1', RUNPOD_CPU_COUNT: '1' },
        words: ['--memory', '700m', '--cpus', '0.5'],
      });
      await readyOf(pod);
    }, 300_000);
    afterAll(async () => {
      await pod?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    // On a machine at rest it takes two seconds.
    test('is ready soon after the container’s start', async () => {
      const source = `
      import { readFileSync } from 'node:fs';
      const [uptime] = readFileSync('/proc/uptime', 'utf8').split(' ').map(Number);
      const stat = readFileSync('/proc/1/stat', 'utf8');
      const startTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
      const startedAtMs = Date.now() - (uptime - startTicks / 100) * 1000;
      console.log(JSON.parse(readFileSync('/tmp/pod-ready.json', 'utf8')).atMs - startedAtMs);
    `;
      const tookMs = Number(await pod.node(source));
      console.log(`ready ${Math.round(tookMs)} ms after the container's start`);
      expect(tookMs).toBeGreaterThan(0);
      expect(tookMs).toBeLessThanOrEqual(20_000);
    });

    test('serves its page and the assets of it, with the headers of each', async () => {
      const page = await fetch(`${pod.url}/`);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(page.headers.get('cache-control')).toContain('no-cache');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('server')).toBe('nginx');
      const asset = /\/assets\/[\w.-]+/.exec(await page.text())?.[0] ?? 'none';
      const answer = await fetch(`${pod.url}${asset}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toContain('immutable');
      expect((await fetch(`${pod.url}/assets/none.js`)).status).toBe(404);
      expect((await fetch(`${pod.url}/a/deep/route`)).status).toBe(200);
      expect((await fetch(`${pod.url}/.env`)).status).toBe(404);
    });

    test('tells its health live, with what is deployed', async () => {
      const answer = await fetch(`${pod.url}/health.json`);
      expect(answer.headers.get('cache-control')).toContain('no-store');
      expect(await answer.json()).toMatchObject({
        live: true,
        version: buildArguments.version,
        revision: buildArguments.revision,
        podId,
        start: { state: 'ready' },
      });
    });

    test('opens /metrics to the token alone', async () => {
      expect((await fetch(`${pod.url}/metrics`)).status).toBe(401);
      const wrong = { headers: { authorization: 'Bearer wrong' } };
      expect((await fetch(`${pod.url}/metrics`, wrong)).status).toBe(401);
      const right = await fetch(`${pod.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
      expect(right.status).toBe(200);
      expect(await right.text()).toContain('pod_agent_');
    });

    test('its health check follows what it serves', async () => {
      expect((await pod.trySh('pod-agent health served')).code).toBe(0);
      const stopped = await pod.trySh('POD_AGENT_APP_PORT=1 pod-agent health served');
      expect(stopped.code).toBe(1);
      expect(stopped.stdout).not.toBe('');
    });

    test('its agent knows the limits of the container', async () => {
      const report = JSON.parse((await pod.trySh('pod-agent health check --json')).stdout);
      const memory = report.checks.find(({ id }: { id: string }) => id === 'memory');
      expect(memory.summary).toContain('of 700 MiB used');
      const cpu = report.checks.find(({ id }: { id: string }) => id === 'cpu');
      expect(cpu.summary).toContain('0.5 cores');
    });

    test('its workers are not root, and nothing is left waiting to be reaped', async () => {
      const processes = await pod.sh(
        'for p in /proc/[0-9]*; do echo "$(awk \'/^Uid/{print $2}\' $p/status) $(tr "\\0" " " <$p/cmdline)"; done',
      );
      const workers = processes.split('\n').filter((line) => line.includes('nginx: worker'));
      expect(workers.length).toBeGreaterThan(0);
      for (const worker of workers) expect(worker).not.toMatch(/^0 /);
      expect((await engine(['top', pod.id, 'state', 'args'])).stdout).not.toMatch(/^Z/m);
    });
  },
);
