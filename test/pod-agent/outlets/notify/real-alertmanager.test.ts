/** A real Alertmanager takes what we send, keeps it while we remind it, and sends on what our own webhook would. */
import { afterEach, describe, expect, it } from 'vitest';
import { createNotifier } from '../../../../pod-agent/outlets/notify/notifier.ts';
import { createSend } from '../../../../pod-agent/outlets/notify/send.ts';
import type { HealthAlert } from '../../../../pod-agent/protocol/health-report.ts';
import {
  type Alertmanager,
  alertmanagerMissing,
  startAlertmanager,
} from '../../../neighbours/alertmanager.ts';
import { until } from '../../built-agent.ts';
import { type Received, type Receiver, startReceiver } from './receiver.ts';
import { alertOf, reportOf } from './reports.ts';
import { createTestClock } from './test-clock.ts';

type Payload = {
  readonly status: string;
  readonly alerts: readonly Readonly<Record<string, unknown>>[];
};

/** The receiver is sent this form and no other; what is in it is checked below. */
function payloads(requests: readonly Received[]): readonly Payload[] {
  return requests.map(({ body }) => body as Payload);
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An Alertmanager with a receiver behind it, and a notifier that sends to it and to a second receiver of the same kind. */
async function start(resolveTimeout: string) {
  const behind = await startReceiver();
  const own = await startReceiver();
  const alertmanager = await startAlertmanager({
    global: { resolve_timeout: resolveTimeout },
    route: {
      receiver: 'hook',
      group_by: ['pod'],
      group_wait: '100ms',
      group_interval: '500ms',
      repeat_interval: '1h',
    },
    receivers: [{ name: 'hook', webhook_configs: [{ url: behind.url, send_resolved: true }] }],
  });
  const clock = createTestClock();
  const notifier = createNotifier({
    channels: [
      { id: 'alertmanager', url: alertmanager.url, key: null, variables: [] },
      { id: 'webhook', url: own.url, key: null, variables: [] },
    ],
    repeatMs: 3_600_000,
    minSeverity: 'warn',
    pod: { id: 'abc123', name: 'h100-1', url: 'https://abc123-80.proxy.runpod.net' },
    send: createSend(),
    clock,
    onTrouble: (message) => expect.fail(message),
  });
  closing.push(
    () => notifier.close(0),
    () => alertmanager.stop(),
    () => behind.close(),
    () => own.close(),
  );
  return {
    alertmanager,
    behind,
    own,
    /** A report, a minute after the last one. */
    take(alerts: readonly HealthAlert[]) {
      clock.pass(60_000);
      notifier.take(reportOf(alerts, { atMs: Date.now() }));
    },
  };
}

async function untilListed(alertmanager: Alertmanager, count: number): Promise<void> {
  for (const lastAtMs = Date.now() + 40_000; (await alertmanager.alerts()).length !== count; ) {
    if (Date.now() > lastAtMs) throw new Error(`waited for ${count} alerts in vain`);
    await pause(50);
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

async function untilReceived(receiver: Receiver, status: string): Promise<Payload> {
  const found = () => payloads(receiver.requests).find((payload) => payload.status === status);
  await until(() => found() !== undefined, status);
  return found() ?? { status: '', alerts: [] };
}

/** Go leaves zeros at the end of a time out. */
function inMilliseconds(payload: Payload | undefined) {
  return payload?.alerts.map((alert) => ({
    ...alert,
    startsAt: Date.parse(String(alert.startsAt)),
    endsAt: Date.parse(String(alert.endsAt)),
  }));
}

const title = `a real Alertmanager${alertmanagerMissing === null ? '' : ` (${alertmanagerMissing})`}`;

describe.skipIf(alertmanagerMissing !== null)(title, () => {
  const sinceMs = Date.now() - 60_000;
  const full = alertOf('disk:/mnt/ü "x"\\', 'warn', { sinceMs, summary: 'Disk use is 91 %.' });

  it('lists the alert, keeps it while it is reminded, and lets it go when it is not', async () => {
    const { alertmanager, take } = await start('5s');
    take([full]);
    await untilListed(alertmanager, 1);
    expect(await alertmanager.alerts()).toMatchObject([
      {
        labels: {
          alertname: 'PodDisk',
          check: 'disk',
          pod: 'h100-1',
          pod_id: 'abc123',
          severity: 'warning',
          signal: 'disk:/mnt/ü "x"\\',
        },
        annotations: { summary: 'Disk use is 91 %.' },
        startsAt: new Date(sinceMs).toISOString(),
        generatorURL: 'https://abc123-80.proxy.runpod.net',
        status: { state: 'active' },
      },
    ]);
    for (const untilMs = Date.now() + 7000; Date.now() < untilMs; ) {
      take([full]);
      await pause(300);
      expect(await alertmanager.alerts()).toHaveLength(1);
    }
    await untilListed(alertmanager, 0);
  });

  it('sends on the alert and its end in the form and under the name that our webhook has', async () => {
    const { alertmanager, behind, own, take } = await start('5m');
    take([full]);
    const [theirs, ours] = [await untilReceived(behind, 'firing'), await untilReceived(own, 'firing')];
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    expect(Object.keys(ours.alerts[0] ?? {}).sort()).toEqual(Object.keys(theirs.alerts[0] ?? {}).sort());
    expect(inMilliseconds(ours)).toEqual(inMilliseconds(theirs));
    const endedAtMs = Date.now();
    take([{ ...full, resolvedAtMs: endedAtMs }]);
    await untilListed(alertmanager, 0);
    const over = [await untilReceived(behind, 'resolved'), await untilReceived(own, 'resolved')];
    // By our word, not since it had heard of it for too long.
    for (const payload of over) {
      expect(inMilliseconds(payload)).toMatchObject([{ status: 'resolved', endsAt: endedAtMs }]);
    }
    expect(inMilliseconds(over[1])).toEqual(inMilliseconds(over[0]));
  });

  it('takes an alert and its end although the clock of the pod was set back between them', async () => {
    const { alertmanager, take } = await start('5m');
    const ahead = { ...full, sinceMs: Date.now() + 3_600_000 };
    take([ahead]);
    await untilListed(alertmanager, 1);
    take([{ ...ahead, resolvedAtMs: Date.now() }]);
    await untilListed(alertmanager, 0);
  });

  it('holds one alert when the severity changes', async () => {
    const { alertmanager, take } = await start('5m');
    const severities = async () => (await alertmanager.alerts()).map(({ labels }) => labels.severity);
    for (const [severity, label] of [
      ['warn', 'warning'],
      ['fail', 'critical'],
      ['warn', 'warning'],
    ] as const) {
      take([{ ...full, severity }]);
      for (const lastAtMs = Date.now() + 40_000; (await severities()).join() !== label; ) {
        if (Date.now() > lastAtMs) break;
        await pause(20);
      }
      expect(await severities()).toEqual([label]);
    }
  });
});
