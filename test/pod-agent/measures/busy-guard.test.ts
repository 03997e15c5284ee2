/** Whether a pod is at work: by real processes, real connections, and a GPU tool's words. */
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Host } from '../../../pod-agent/host/host.ts';
import { createLocalHost } from '../../../pod-agent/host/local-host.ts';
import { lookForWork } from '../../../pod-agent/measures/busy-guard.ts';
import { describeGpus, lookAtGpus } from '../../../pod-agent/measures/gpu-look.ts';
import { nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { createTextHost } from '../text-host.ts';
import { busyProcesses } from './busy-processes.ts';

const local = createLocalHost({ root: null });
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

function look(host: Host, nginxStatusPort: number | null = null) {
  return lookForWork({
    host,
    nginxStatusPort,
    windowMs: 200,
    withGpus: true,
    wait: (durationMs) => wait(durationMs),
  });
}

const header = 'index, uuid, name, driver_version, utilization.gpu [%]';

/** A machine at rest with a GPU tool that answers each time with the next of these. */
function hostWithGpus(...texts: readonly string[]): Host {
  const host = createTextHost();
  let asked = 0;
  return {
    ...host,
    answer(source) {
      if (source.kind !== 'command' || source.argv[0] !== 'nvidia-smi') return host.answer(source);
      const text = texts[Math.min(asked, texts.length - 1)] ?? '';
      asked += 1;
      return Promise.resolve({ ok: true, exitCode: 0, text: `${header}\n${text}\n` });
    },
  };
}

describe('the guard', () => {
  it('sees processes that keep the processors busy', async () => {
    const busy = busyProcesses();
    const seen = await look(local);
    busy.stop();
    expect(seen.busy.join()).toMatch(/CPU at [\d.]+ % of (the limit|the host's CPUs) \(at most 50 %\)/);
  });

  it('lets a machine at rest be measured, and says what it could not see', async () => {
    expect(await look(createTextHost())).toMatchObject({
      busy: [],
      unseen: ['connections of nginx (no stub_status)'],
    });
  });

  it('does not take a moment for work', async () => {
    const host = createTextHost();
    const stat = (used: number) => `cpu  ${used} 0 0 1000 0 0 0 0 0 0\ncpu0 ${used} 0 0 1000 0 0 0 0 0 0\n`;
    host.files.set('/proc/stat', stat(100));
    let waits = 0;
    const seen = await lookForWork({
      host,
      nginxStatusPort: null,
      windowMs: 50,
      withGpus: true,
      async wait(durationMs) {
        await wait(durationMs);
        waits += 1;
        // Half a second of CPU time within the first window, and none within the second.
        if (waits === 1) host.files.set('/proc/stat', stat(150));
      },
    });
    expect(seen.busy).toEqual([]);
  });

  it('sees a GPU that is busy twice, and not one that was busy once', async () => {
    const card = (percent: number) => `0, GPU-1, NVIDIA H100 80GB HBM3, 550.54, ${percent}`;
    expect((await look(hostWithGpus(card(97), card(64)))).busy).toEqual(['GPU 0 at 64 % (at most 10 %)']);
    expect((await look(hostWithGpus(card(97), card(0)))).busy).toEqual([]);
    expect((await look(hostWithGpus(card(10)))).busy).toEqual([]);
  });

  it.skipIf(nginxMissing !== null)(`sees connections at nginx ${nginxMissing ?? ''}`, async () => {
    const nginx = await startNginx({ site: { 'index.html': 'x' } });
    const calm = await look(createLocalHost({ root: null }), nginx.plan.statusPort);
    for (let count = 0; count < 8; count += 1) sockets.push(connect(nginx.port, '127.0.0.1'));
    for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('data', resolve))));
    const crowded = await look(local, nginx.plan.statusPort);
    await nginx.stop();
    expect(calm.busy.join()).not.toContain('connections');
    expect(crowded.busy).toContain('8 connections open at nginx (at most 5)');
  });
});

it('tells which GPUs there are', async () => {
  const twice = hostWithGpus('0, GPU-1, NVIDIA H100, 550.54, 0\n1, GPU-2, NVIDIA H100, 550.54, 0');
  expect(describeGpus(await lookAtGpus(twice))).toBe('2 x NVIDIA H100');
  expect(describeGpus(await lookAtGpus(createTextHost()))).toBe('none');
  expect(describeGpus(await lookAtGpus(hostWithGpus('Unable to determine the device handle')))).toBe(
    'unknown',
  );
  expect(describeGpus(null)).toBe('unknown');
});
