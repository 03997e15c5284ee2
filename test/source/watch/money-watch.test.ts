/** A rule that stops an idle pod, through the watch itself: figures in, a countdown, and RunPod asked with the reason said. */
import { afterEach, expect, it } from 'vitest';
import { usualIdleLimits } from '../../../pod-agent/protocol/idleness.ts';
import { emptyFleet } from '../../../source/fleet/reduce.ts';
import { usualMoneySettings } from '../../../source/money/settings.ts';
import { operationsBy } from '../../../source/runpod/operations.ts';
import type { WholeCloud } from '../../../source/runpod/whole-cloud.ts';
import type { Links } from '../../../source/ssh/telemetry.ts';
import { createFleetStore } from '../../../source/watch/fleet-store.ts';
import { startWatch, type Watch } from '../../../source/watch/watch.ts';
import { makeCard, makePod, makeSample } from '../fleet/make.ts';

const pod = makePod({ id: 'p1', name: 'spare-1', gpuCount: 1, costPerHourDollars: 3.6 });

/** A pod that does nothing, or whatever is said. */
function links(utilization: () => number): Links {
  return {
    open(_target, listener) {
      listener.onLink({ kind: 'live', sinceMs: Date.now(), via: 'agent' });
      const timer = setInterval(
        () =>
          listener.onFrame(
            makeSample(
              {
                atMs: Date.now(),
                cpu: {
                  scope: 'container',
                  usedPercent: 1,
                  usedCores: 1,
                  limitCores: 16,
                  throttledPercent: 0,
                },
                network: { scope: 'host', interfaces: [], receivedBytesPerSecond: 9, sentBytesPerSecond: 9 },
                sessions: { sshConnectionCount: 1, terminalCount: 0 },
              },
              [makeCard({ utilizationPercent: utilization() })],
            ),
          ),
        200,
      );
      return { retryNow: () => {}, retarget: () => {}, close: () => clearInterval(timer) };
    },
    close: async () => undefined,
  };
}

let watch: Watch | null = null;
afterEach(async () => {
  await watch?.close();
  watch = null;
});

function begin(options: {
  readonly utilization?: () => number;
  readonly readOnly?: boolean;
  readonly graceMs: number;
}) {
  const stopped: string[] = [];
  const unsupported = { ok: false, message: 'none', hint: '', retryAfterMs: null } as const;
  const cloud: WholeCloud = {
    ...operationsBy(async () => ({ ...unsupported, code: 'unsupported' })),
    listPods: async () => ({ ok: true, value: [pod] }),
    stopPod: async (podId) => {
      stopped.push(podId);
      return { ok: true, value: { podId } };
    },
    async *podLogs() {},
    wires: () => [],
  };
  const store = createFleetStore(emptyFleet('test', { kind: 'waiting' }), { intervalMs: 1000 });
  watch = startWatch({
    ...{ store, cloud, hosts: [], links: links(options.utilization ?? (() => 0)) },
    ...{ intervalMs: 1000, nowMs: Date.now },
    money: {
      cloud,
      settings: {
        ...usualMoneySettings,
        idleLimits: usualIdleLimits,
        idleRules: [{ pods: 'spare-*', afterMs: 1000, act: 'stop', graceMs: options.graceMs }],
      },
      keeper: { read: async () => new Map(), write: async () => undefined },
      readOnly: options.readOnly ?? false,
      attendedBy: () => null,
    },
  });
  const output = () => store.snapshot().output.map(({ text }) => text);
  const stop = () => store.snapshot().money.idleStops.get('p1');
  return { store, stopped, output, stop };
}

it('counts down, stops it, and says why', async () => {
  const { stopped, output, store } = begin({ graceMs: 1000 });
  await expect.poll(() => stopped).toEqual(['p1']);
  await expect
    .poll(() => output().join('\n'))
    .toMatch(/stop spare-1: asked the API \(idle for \d+s, by the rule "spare-\*"\)\./);
  expect(store.snapshot().money.billingFailure).toMatchObject({ isUnsupported: true });
  const reports = store.snapshot().reports.map(({ text }) => text);
  expect(reports.join('\n')).toMatch(/Idle for \d+s; it is stopped in 1s, unless somebody keeps it\./);
});

it('keeps it where the operator says so', async () => {
  const { stopped, stop, output } = begin({ graceMs: 600_000 });
  await expect.poll(() => stop()?.kind).toBe('counting');
  watch?.keepPod('p1');
  await expect.poll(() => stop()?.kind).toBe('kept');
  expect(output()).toContain('spare-1 stays, for as long as it is idle now.');
  expect(stopped).toEqual([]);
});

it('is called off by work', async () => {
  let utilization = 0;
  const { stopped, stop, store } = begin({ graceMs: 600_000, utilization: () => utilization });
  await expect.poll(() => stop()?.kind).toBe('counting');
  utilization = 43;
  await expect.poll(() => stop()).toBeUndefined();
  expect(store.snapshot().reports.map(({ text }) => text)).toContain(
    'It is not stopped: GPU 0 works at 43%.',
  );
  expect(stopped).toEqual([]);
});
