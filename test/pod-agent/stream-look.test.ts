/** A single look at a machine with GPUs, by a program that stands in for nvidia-smi. */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createLocalHost } from '../../pod-agent/host/local-host.ts';
import { decodeFrame } from '../../pod-agent/protocol/codec.ts';
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import { runStream } from '../../pod-agent/stream.ts';

const fake = fileURLToPath(new URL('fake-nvidia-smi.sh', import.meta.url));

test('a card that is missing fails the first report', async () => {
  const { report, tookMs } = await look({ cards: '0 1', gpuCount: 3 });
  expect(report.status).toBe('fail');
  expect(report.checks.find(({ id }) => id === 'gpu')).toMatchObject({
    status: 'fail',
    summary: '2 GPUs visible, 3 expected (RUNPOD_GPU_COUNT).',
  });
  expect(tookMs).toBeLessThan(10_000);
});

test('with all cards there the GPUs are well', async () => {
  const { report } = await look({ cards: '0 1', gpuCount: 2 });
  expect(report.checks.find(({ id }) => id === 'gpu')?.status).toBe('ok');
});

async function look(machine: {
  readonly cards: string;
  readonly gpuCount: number;
}): Promise<{ report: HealthReport; tookMs: number }> {
  const root = await mkdtemp(join(tmpdir(), 'stream-look-'));
  const bin = join(root, 'usr/bin');
  for (const folder of [bin, join(root, 'proc/1')]) await mkdir(folder, { recursive: true });
  await writeFile(join(root, 'proc/1/environ'), `RUNPOD_GPU_COUNT=${machine.gpuCount}\0`);
  await copyFile(fake, join(bin, 'nvidia-smi'));
  await writeFile(join(bin, 'cards'), machine.cards);
  await writeFile(join(bin, 'utilization'), '50');
  // The tool is the machine's own; everything else is this machine's.
  const gpus = createLocalHost({ root });
  const others = createLocalHost({ root: null });
  const ending = new AbortController();
  const beganMs = performance.now();
  const report = await new Promise<HealthReport>((resolve) => {
    const ended = runStream({
      host: {
        ...others,
        answer: (source) =>
          (source.kind === 'command' || source.kind === 'environment' ? gpus : others).answer(source),
        follow: gpus.follow,
      },
      version: '1',
      intervalMs: 1000,
      nonce: null,
      sinceSequence: null,
      look: true,
      write(line) {
        const decoded = decodeFrame(line);
        if (decoded.ok && decoded.frame.kind === 'health') resolve(decoded.frame.report);
        return true;
      },
      gatherInventory: async () => null,
      checkApp: async () => ({ kind: 'not-checked', reason: 'none here' }),
      reportPath: join(root, 'no-report.json'),
      signal: ending.signal,
    });
    void ended;
  });
  const tookMs = performance.now() - beganMs;
  ending.abort();
  gpus.close();
  others.close();
  await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return { report, tookMs };
}
