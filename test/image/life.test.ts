/** A pod of the real image through what can happen to it: ended in the middle of a download, its nginx killed, its agent stopped. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { builtImage, imageMissing } from '../neighbours/built-image.ts';
import { type Container, readyOf, startContainer } from '../neighbours/container.ts';

const downloadBytes = 24 * 1024 * 1024;

describe.skipIf(imageMissing !== null)(
  `the life of a pod${imageMissing === null ? '' : ` (${imageMissing})`}`,
  () => {
    let image = '';
    const pods: Container[] = [];
    beforeAll(async () => {
      image = await builtImage('runtime');
    }, 300_000);
    afterEach(async () => {
      for (const pod of pods.splice(0)) await pod.remove();
    });
    afterAll(() => expect(pods).toEqual([]));

    async function start(
      environment: Readonly<Record<string, string>> = {},
      words: readonly string[] = [],
    ): Promise<Container> {
      const pod = await startContainer(image, { environment, words });
      pods.push(pod);
      return pod;
    }

    test('SIGTERM lets a slow download end whole, and the pod within ten seconds', async () => {
      const pod = await start();
      await readyOf(pod);
      await pod.sh(`head -c ${downloadBytes} /dev/zero >/srv/site/large.bin`);
      const download = await beginDownload(`${pod.url}/large.bin`);
      const stopping = pod.stop();
      // Read slowly at first, so that it surely goes on when nginx is told to end.
      await new Promise((resolve) => setTimeout(resolve, 2500));
      const received = await readAll(download);
      expect(received).toBe(downloadBytes);
      const { tookMs, exitCode } = await stopping;
      expect(tookMs).toBeGreaterThan(2000);
      // After ten seconds it would have been killed, and this were 137.
      expect(exitCode).toBe(0);
    }, 120_000);

    test('an nginx that is killed comes back, without orphans and without zombies', async () => {
      const pod = await start();
      await readyOf(pod);
      const before = await nginxProcesses(pod);
      const master = before.find(({ command }) => command.includes('master'));
      await pod.sh(`kill -9 ${master?.pid}`);
      await expect.poll(() => statusOf(`${pod.url}/`)).toBe(200);
      const left = async () => {
        const now = await nginxProcesses(pod);
        return now.filter(({ pid }) => before.some((old) => old.pid === pid));
      };
      await expect.poll(left).toEqual([]);
      // A worker that was left may have answered before the new one was there.
      const masters = async () =>
        (await nginxProcesses(pod)).filter(({ command }) => command.includes('master'));
      await expect.poll(masters).toHaveLength(1);
      await expect.poll(() => zombies(pod)).toBe('');
    }, 180_000);

    test('with its agent frozen, nginx says that what it has is not live', async () => {
      const pod = await start();
      await readyOf(pod);
      const agent = (await pod.sh(`${listing} | awk '/pod-agent.mjs start/{print $1; exit}'`)).trim();
      await pod.sh(`kill -STOP ${agent}`);
      await expect.poll(async () => (await healthOf(pod)).body?.live).toBe(false);
      expect((await pod.trySh('pod-agent health served')).code).toBe(1);
      await pod.sh(`kill -CONT ${agent}`);
      await expect.poll(async () => (await healthOf(pod)).body?.live).toBe(true);
    }, 120_000);

    test('the image with CUDA sees the card that RunPod has promised', async () => {
      const pod = await startContainer(await builtImage('gpu'), { environment: { RUNPOD_GPU_COUNT: '1' } });
      pods.push(pod);
      await readyOf(pod);
      await expect
        .poll(async () => (await healthOf(pod)).body?.gpu)
        .toMatchObject({ count: 1, expected: 1, cards: [{ index: 0, utilizationPercent: 37 }] });
    }, 300_000);

    test('/metrics is not there without a token', async () => {
      const pod = await start();
      await readyOf(pod);
      expect(await statusOf(`${pod.url}/metrics`)).toBe(404);
    });

    test('each container has host keys of its own', async () => {
      const environment = { PUBLIC_KEY: `ssh-ed25519 ${'A'.repeat(68)} nobody` };
      const [one, other] = [await start(environment), await start(environment)];
      const read = 'cat /etc/ssh/ssh_host_ed25519_key.pub';
      const keys = await Promise.all(
        [one, other].map(async (pod) => {
          await readyOf(pod);
          await expect.poll(async () => (await pod.trySh(read)).stdout).not.toBe('');
          return pod.sh(read);
        }),
      );
      expect(keys[0]).not.toBe(keys[1]);
    }, 120_000);

    test('a site that lacks an asset leaves the pod up, telling which', async () => {
      const site = mkdtempSync(join(tmpdir(), 'pod-engine-broken-site-'));
      try {
        chmodSync(site, 0o755);
        writeFileSync(
          join(site, 'index.html'),
          '<!doctype html><script src="/assets/gone-1234.js"></script>',
        );
        const pod = await start({}, ['--volume', `${site}:/srv/site:ro`]);
        const failed = await diagnosisOf(pod, 'gone-1234.js');
        expect(failed).toMatchObject({ id: 'validate', outcome: 'failed' });
        expect(failed?.fix).toContain('/srv/site');
      } finally {
        rmSync(site, { recursive: true, force: true });
      }
    }, 120_000);

    test('a site that must not be published leaves the pod up, telling so on every page', async () => {
      const pod = await start({ POD_AGENT_SITE: '/etc' });
      const failed = await diagnosisOf(pod, '/etc holds more than a site');
      expect(failed).toMatchObject({ id: 'validate', outcome: 'failed' });
      // nginx is not there, so that every page tells why.
      const page = await fetch(`${pod.url}/`);
      expect(page.status).toBe(503);
      expect(await page.text()).toContain(failed?.fix ?? 'a fix');
    }, 120_000);
  },
);

/** Process ids and command lines; the image has no ps of its own to be relied on. */
const listing = 'cd /proc; for p in [0-9]*; do echo "$p $(tr "\\0" " " <$p/cmdline)"; done 2>/dev/null';

async function nginxProcesses(pod: Container) {
  const text = await pod.sh(listing);
  return text.split('\n').flatMap((line) => {
    const match = /^(\d+) (nginx: .*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), command: match[2] ?? '' }];
  });
}

function zombies(pod: Container): Promise<string> {
  return pod.sh('for p in /proc/[0-9]*; do grep -s "^State:.*Z" $p/status; done; true');
}

type Health = {
  readonly live?: boolean;
  readonly gpu?: unknown;
  readonly start?: { readonly state: string; readonly phases?: readonly Phase[] } | null;
};
type Phase = {
  readonly id: string;
  readonly outcome: string;
  readonly found: readonly string[];
  readonly fix: string | null;
};

async function healthOf(pod: Container): Promise<{ readonly status: number; readonly body: Health | null }> {
  try {
    const answer = await fetch(`${pod.url}/health.json`, { signal: AbortSignal.timeout(5000) });
    // Checked border: a page of the agent's own, whose members the tests look at.
    return { status: answer.status, body: (await answer.json()) as Health };
  } catch {
    return { status: 0, body: null };
  }
}

/** The phase that failed, once the start is over and `/health.json` answers 503 with it, with `evidence` in what it found. */
async function diagnosisOf(pod: Container, evidence: string): Promise<Phase | undefined> {
  let failed: Phase | undefined;
  await expect
    .poll(
      async () => {
        const { status, body } = await healthOf(pod);
        if (body?.start?.state !== 'failed') return `${status}, and not settled`;
        failed = body.start.phases?.find(
          ({ outcome, found }) => outcome === 'failed' && found.join('\n').includes(evidence),
        );
        return failed === undefined ? `${status}, and no such phase` : status;
      },
      { timeout: 40_000 },
    )
    .toBe(503);
  return failed;
}

async function statusOf(url: string): Promise<number> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000), headers: { connection: 'close' } });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

/** Begun, and not read: what nginx sends waits in the sockets' buffers. */
function beginDownload(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, resolve).on('error', reject);
  });
}

async function readAll(answer: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of answer) bytes += chunk.length;
  return bytes;
}
