/** What each service is sent, to the letter, as a real HTTP server receives it. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { NotifiedPod } from '../../../../pod-agent/outlets/notify/channel.ts';
import { labelFingerprint } from '../../../../pod-agent/outlets/notify/labels.ts';
import { createNotifier, type Notifier } from '../../../../pod-agent/outlets/notify/notifier.ts';
import { createSend } from '../../../../pod-agent/outlets/notify/send.ts';
import type { HealthAlert, HealthReport } from '../../../../pod-agent/protocol/health-report.ts';
import type { ChannelId } from '../../../../pod-agent/settings/notifications.ts';
import { until } from '../../built-agent.ts';
import { type Received, type Receiver, startReceiver } from './receiver.ts';
import { alertOf, reportOf, startMs } from './reports.ts';
import { createTestClock } from './test-clock.ts';

const pod: NotifiedPod = { id: 'abc123', name: 'h100-1', url: 'https://abc123-80.proxy.runpod.net' };

let receiver: Receiver | null = null;
let notifier: Notifier | null = null;
afterEach(async () => {
  await notifier?.close(0);
  await receiver?.close();
});

/** What arrives when the reports are taken one after the other. */
async function sent(
  id: ChannelId,
  reports: readonly HealthReport[],
  more: {
    readonly path?: string;
    readonly key?: string;
    readonly count?: number;
    readonly pod?: NotifiedPod;
  } = {},
): Promise<readonly Received[]> {
  const started = await startReceiver();
  receiver = started;
  const clock = createTestClock();
  const made = createNotifier({
    channels: [{ id, url: `${started.url}${more.path ?? '/hook'}`, key: more.key ?? null, variables: [] }],
    repeatMs: 3_600_000,
    minSeverity: 'warn',
    pod: more.pod ?? pod,
    send: createSend(),
    clock,
    onTrouble: (message) => expect.fail(message),
  });
  notifier = made;
  for (const report of reports) {
    made.take(report);
    await until(() => made.figures().queued === 0, 'an empty queue');
    clock.pass(30_000);
  }
  await until(() => started.requests.length >= (more.count ?? reports.length), 'the requests');
  expect(made.figures()).toMatchObject({ sent: reports.length, failed: 0, dropped: 0 });
  return started.requests;
}

/** As the test expects it; what it then looks at is checked there. */
function bodyOf<Body>(request: Received | undefined): Body {
  if (request === undefined) throw new Error('nothing was received');
  return request.body as Body;
}

const lost = alertOf('gpu:GPU-1:status', 'fail', { summary: 'GPU 0 has fallen off the bus.' });
const full = alertOf('disk:/workspace', 'warn', { summary: 'Disk use of /workspace is 91 %.' });
const bothFire = reportOf([lost, full]);
const oneIsOver = reportOf([{ ...lost, resolvedAtMs: startMs + 300_000 }, full], { atMs: startMs + 300_000 });

const lostLabels = {
  alertname: 'PodGpu',
  check: 'gpu',
  pod: 'h100-1',
  pod_id: 'abc123',
  severity: 'critical',
  signal: 'gpu:GPU-1:status',
};
const fullLabels = {
  alertname: 'PodDisk',
  check: 'disk',
  pod: 'h100-1',
  pod_id: 'abc123',
  severity: 'warning',
  signal: 'disk:/workspace',
};

describe('webhook', () => {
  it("speaks as Alertmanager's webhook does, version 4", async () => {
    const requests = await sent('webhook', [bothFire, oneIsOver], { key: 'wh-token' });
    expect(requests[0]).toMatchObject({
      path: '/hook',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer wh-token',
        'user-agent': 'pod-agent',
      },
    });
    expect(requests[0]?.body).toEqual({
      receiver: 'pod-agent',
      status: 'firing',
      alerts: [
        {
          status: 'firing',
          labels: lostLabels,
          annotations: { summary: 'GPU 0 has fallen off the bus.' },
          startsAt: '2026-11-25T13:20:05.000Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'https://abc123-80.proxy.runpod.net',
          fingerprint: labelFingerprint(lostLabels),
        },
        {
          status: 'firing',
          labels: fullLabels,
          annotations: { summary: 'Disk use of /workspace is 91 %.' },
          startsAt: '2026-11-25T13:20:05.000Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'https://abc123-80.proxy.runpod.net',
          fingerprint: labelFingerprint(fullLabels),
        },
      ],
      groupLabels: { pod: 'h100-1', pod_id: 'abc123' },
      commonLabels: { pod: 'h100-1', pod_id: 'abc123' },
      commonAnnotations: {},
      externalURL: 'https://abc123-80.proxy.runpod.net',
      version: '4',
      groupKey: '{}:{pod="h100-1", pod_id="abc123"}',
      truncatedAlerts: 0,
    });
    expect(requests[1]?.body).toMatchObject({
      status: 'resolved',
      alerts: [{ status: 'resolved', labels: lostLabels, endsAt: '2026-11-25T13:25:05.000Z' }],
      commonLabels: lostLabels,
    });
  });

  it('ends the warning where it becomes a failure, since the severity is a label', async () => {
    const requests = await sent('webhook', [
      reportOf([full]),
      reportOf([{ ...full, severity: 'fail' }], { atMs: startMs + 60_000 }),
    ]);
    expect(requests[1]?.body).toMatchObject({
      status: 'firing',
      alerts: [
        { status: 'resolved', labels: fullLabels, endsAt: '2026-11-25T13:21:05.000Z' },
        { status: 'firing', labels: { ...fullLabels, severity: 'critical' } },
      ],
    });
  });

  it('never ends before it starts, also where the clock was set back between the two', async () => {
    const ahead = { ...full, sinceMs: startMs + 3_600_000 };
    const requests = await sent('webhook', [
      reportOf([ahead], { atMs: startMs }),
      reportOf([{ ...ahead, severity: 'fail' }], { atMs: startMs + 60_000 }),
      reportOf([{ ...ahead, severity: 'fail', resolvedAtMs: startMs + 90_000 }], { atMs: startMs + 120_000 }),
    ]);
    const times = { startsAt: '2026-11-25T13:21:05.000Z', endsAt: '2026-11-25T13:21:05.000Z' };
    expect(requests.map(({ body }) => body)).toMatchObject([
      { alerts: [{ startsAt: '2026-11-25T13:20:05.000Z' }] },
      { alerts: [times, { startsAt: times.startsAt }] },
      { alerts: [{ startsAt: '2026-11-25T13:21:35.000Z', endsAt: '2026-11-25T13:21:35.000Z' }] },
    ]);
  });

  const fixtures = fileURLToPath(new URL('../../../../../shared/fixtures/alertmanager', import.meta.url));
  it.skipIf(!existsSync(fixtures))('computes fingerprints as a real Alertmanager did', () => {
    for (const name of ['webhook-v4-firing.json', 'webhook-v4-resolved.json']) {
      const captured: { alerts: { labels: Record<string, string>; fingerprint: string }[] } = JSON.parse(
        readFileSync(`${fixtures}/${name}`, 'utf8'),
      );
      expect(captured.alerts.length).toBeGreaterThan(0);
      for (const { labels, fingerprint } of captured.alerts)
        expect(labelFingerprint(labels)).toBe(fingerprint);
    }
  });

  it.skipIf(!existsSync(fixtures))('has the fields of a captured one', async () => {
    const [request] = await sent('webhook', [bothFire]);
    const captured: unknown = JSON.parse(readFileSync(`${fixtures}/webhook-v4-firing.json`, 'utf8'));
    const fields = (payload: unknown) => {
      const { alerts } = payload as { alerts: object[] };
      return [Object.keys(payload as object).sort(), Object.keys(alerts[0] ?? {}).sort()];
    };
    expect(fields(bodyOf(request))).toEqual(fields(captured));
  });
});

describe('slack', () => {
  it('gets one message for all that a report brings', async () => {
    const requests = await sent('slack', [bothFire, oneIsOver]);
    expect(requests.map(({ body }) => body)).toEqual([
      {
        text: 'FAIL on h100-1: 2 alerts',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'FAIL on h100-1: 2 alerts', emoji: false } },
          {
            type: 'section',
            text: {
              type: 'plain_text',
              text:
                'FAIL gpu: GPU 0 has fallen off the bus. (since 2026-11-25 13:20:05 UTC)\n' +
                'WARN disk: Disk use of /workspace is 91 %. (since 2026-11-25 13:20:05 UTC)',
              emoji: false,
            },
          },
        ],
        unfurl_links: false,
        unfurl_media: false,
      },
      {
        text: 'RESOLVED on h100-1: GPU 0 has fallen off the bus.',
        blocks: [
          {
            type: 'header',
            text: {
              type: 'plain_text',
              text: 'RESOLVED on h100-1: GPU 0 has fallen off the bus.',
              emoji: false,
            },
          },
          {
            type: 'section',
            text: {
              type: 'plain_text',
              text: 'RESOLVED gpu: GPU 0 has fallen off the bus. (2026-11-25 13:25:05 UTC, after 5 min)',
              emoji: false,
            },
          },
        ],
        unfurl_links: false,
        unfurl_media: false,
      },
    ]);
  });
});

describe('discord', () => {
  it('gets a line and an embed, and may mention nobody', async () => {
    const requests = await sent('discord', [bothFire, oneIsOver]);
    expect(requests.map(({ body }) => body)).toEqual([
      {
        content: 'FAIL on h100\\-1:\u200b 2 alerts',
        embeds: [
          {
            title: 'h100\\-1',
            description:
              'FAIL gpu:\u200b GPU 0 has fallen off the bus. \\(since 2026\\-11\\-25 13:\u200b20:\u200b05 UTC\\)\n' +
              'WARN disk:\u200b Disk use of /workspace is 91 %. \\(since 2026\\-11\\-25 13:\u200b20:\u200b05 UTC\\)',
            color: 0xd92d20,
            timestamp: '2026-11-25T13:20:05.000Z',
          },
        ],
        allowed_mentions: { parse: [] },
      },
      {
        content: 'RESOLVED on h100\\-1:\u200b GPU 0 has fallen off the bus.',
        embeds: [
          {
            title: 'h100\\-1',
            description:
              'RESOLVED gpu:\u200b GPU 0 has fallen off the bus. \\(2026\\-11\\-25 13:\u200b25:\u200b05 UTC, after 5 min\\)',
            color: 0x12b76a,
            timestamp: '2026-11-25T13:25:05.000Z',
          },
        ],
        allowed_mentions: { parse: [] },
      },
    ]);
  });
});

describe('ntfy', () => {
  it('is published to the root of its server', async () => {
    const requests = await sent('ntfy', [bothFire, oneIsOver], { path: '/below/my-topic', key: 'tk_1' });
    expect(requests[0]).toMatchObject({ path: '/below/', headers: { authorization: 'Bearer tk_1' } });
    expect(requests.map(({ body }) => body)).toEqual([
      {
        topic: 'my-topic',
        title: 'FAIL on h100-1: 2 alerts',
        message:
          'FAIL gpu: GPU 0 has fallen off the bus. (since 2026-11-25 13:20:05 UTC)\n' +
          'WARN disk: Disk use of /workspace is 91 %. (since 2026-11-25 13:20:05 UTC)',
        priority: 4,
        tags: ['rotating_light'],
        click: 'https://abc123-80.proxy.runpod.net',
      },
      {
        topic: 'my-topic',
        title: 'RESOLVED on h100-1: GPU 0 has fallen off the bus.',
        message: 'RESOLVED gpu: GPU 0 has fallen off the bus. (2026-11-25 13:25:05 UTC, after 5 min)',
        priority: 2,
        tags: ['white_check_mark'],
        click: 'https://abc123-80.proxy.runpod.net',
      },
    ]);
  });
});

describe('pagerduty', () => {
  it('gets one event an alert, and its end under the same key', async () => {
    const requests = await sent('pagerduty', [bothFire, oneIsOver], { key: 'R0UT1NG', count: 3 });
    expect(requests.map(({ body }) => body)).toEqual([
      {
        routing_key: 'R0UT1NG',
        event_action: 'trigger',
        dedup_key: 'pod-agent/abc123/gpu:GPU-1:status',
        payload: {
          summary: 'h100-1: GPU 0 has fallen off the bus.',
          source: 'h100-1',
          severity: 'critical',
          timestamp: '2026-11-25T13:20:05.000Z',
          component: 'gpu',
          custom_details: {
            check: 'gpu',
            severity: 'fail',
            signal: 'gpu:GPU-1:status',
            since: '2026-11-25T13:20:05.000Z',
            pod_id: 'abc123',
          },
        },
        client: 'pod-agent',
        client_url: 'https://abc123-80.proxy.runpod.net',
      },
      {
        routing_key: 'R0UT1NG',
        event_action: 'trigger',
        dedup_key: 'pod-agent/abc123/disk:/workspace',
        payload: {
          summary: 'h100-1: Disk use of /workspace is 91 %.',
          source: 'h100-1',
          severity: 'warning',
          timestamp: '2026-11-25T13:20:05.000Z',
          component: 'disk',
          custom_details: {
            check: 'disk',
            severity: 'warn',
            signal: 'disk:/workspace',
            since: '2026-11-25T13:20:05.000Z',
            pod_id: 'abc123',
          },
        },
        client: 'pod-agent',
        client_url: 'https://abc123-80.proxy.runpod.net',
      },
      { routing_key: 'R0UT1NG', event_action: 'resolve', dedup_key: 'pod-agent/abc123/gpu:GPU-1:status' },
    ]);
  });
});

describe('alertmanager', () => {
  it('is told the state, and again after a minute', async () => {
    const requests = await sent('alertmanager', [bothFire, oneIsOver], { path: '/prefix/' });
    expect(requests[0]?.path).toBe('/prefix/api/v2/alerts');
    expect(requests.map(({ body }) => body)).toEqual([
      [
        {
          labels: lostLabels,
          annotations: { summary: 'GPU 0 has fallen off the bus.' },
          startsAt: '2026-11-25T13:20:05.000Z',
          generatorURL: 'https://abc123-80.proxy.runpod.net',
        },
        {
          labels: fullLabels,
          annotations: { summary: 'Disk use of /workspace is 91 %.' },
          startsAt: '2026-11-25T13:20:05.000Z',
          generatorURL: 'https://abc123-80.proxy.runpod.net',
        },
      ],
      [
        {
          labels: lostLabels,
          annotations: { summary: 'GPU 0 has fallen off the bus.' },
          startsAt: '2026-11-25T13:20:05.000Z',
          endsAt: '2026-11-25T13:25:05.000Z',
          generatorURL: 'https://abc123-80.proxy.runpod.net',
        },
      ],
    ]);
  });
});

describe('hostile text', () => {
  const nasty =
    '<!channel> <https://evil.example|here> &amp; @everyone [x](https://evil.example) **b** `c` \u202etxt\u0007\u001b[31m\n# big';
  const hostile: readonly HealthAlert[] = [alertOf('disk:/x\n@everyone', 'fail', { summary: nasty })];
  const nastyPod: NotifiedPod = { id: 'a"b\u0000c', name: '<!here>\n@here', url: null };

  it('mentions nobody and links nowhere in Slack', async () => {
    const [request] = await sent('slack', [reportOf(hostile)], { pod: nastyPod });
    const text = JSON.stringify(request?.body);
    expect(text).not.toMatch(/[<>]/);
    expect(text).toContain('&lt;!channel&gt; &lt;https://evil.example|here&gt; &amp;amp; @everyone');
    expect(text).not.toMatch(/mrkdwn|\\u202e|\\u0007|\\u001b/);
  });

  it('mentions nobody and links nowhere in Discord', async () => {
    const [request] = await sent('discord', [reportOf(hostile)], { pod: nastyPod });
    const body = JSON.stringify(request?.body);
    expect(body).not.toMatch(/@everyone|@here|https:\/\/|\]\(/);
    expect(request?.body).toMatchObject({ allowed_mentions: { parse: [] } });
    const { content } = bodyOf<{ content: string }>(request);
    // Each character that Markdown knows stands behind a backslash.
    expect(content.replaceAll(/\\./g, '')).not.toMatch(/[*_~`|<>#[\]()\\]/);
  });

  it.each(['webhook', 'ntfy', 'pagerduty', 'alertmanager'] as const)('has no controls in %s', async (id) => {
    const [request] = await sent(id, [reportOf(hostile)], { pod: nastyPod, key: 'k' });
    const strings: string[] = [];
    JSON.stringify(request?.body, (_key, value: unknown) => {
      if (typeof value === 'string') strings.push(value);
      return value;
    });
    expect(strings.length).toBeGreaterThan(3);
    for (const string of strings) expect(string).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('stays within what each service takes, however much there is', async () => {
    const long = Array.from({ length: 60 }, (_, index) =>
      alertOf(`disk:/${index}${'é<_'.repeat(60)}`, 'fail', { summary: '<&_😀'.repeat(400) }),
    );
    const report = reportOf(long);
    const longPod: NotifiedPod = { id: '&'.repeat(500), name: '<'.repeat(500), url: null };
    const firstTo = async <Body>(id: ChannelId) => {
      const [request] = await sent(id, [report], { pod: longPod, key: 'k' });
      await receiver?.close();
      return bodyOf<Body>(request);
    };
    const slackBody = await firstTo<{ text: string; blocks: { text: { text: string } }[] }>('slack');
    expect(slackBody.text.length).toBeLessThanOrEqual(4000);
    expect(slackBody.blocks[0]?.text.text.length).toBeLessThanOrEqual(150);
    expect(slackBody.blocks[1]?.text.text.length).toBeLessThanOrEqual(3000);
    expect(slackBody.blocks[1]?.text.text).toMatch(/… and \d+ more\.$/);
    const discordBody = await firstTo<{ content: string; embeds: { title: string; description: string }[] }>(
      'discord',
    );
    expect(discordBody.content.length).toBeLessThanOrEqual(2000);
    const [embed] = discordBody.embeds;
    expect(embed?.title.length).toBeLessThanOrEqual(256);
    expect(embed?.description.length).toBeLessThanOrEqual(4096);
    expect((embed?.title.length ?? 0) + (embed?.description.length ?? 0)).toBeLessThanOrEqual(6000);
    const ntfyBody = await firstTo<{ message: string }>('ntfy');
    expect(Buffer.byteLength(ntfyBody.message)).toBeLessThanOrEqual(4096);
    const event = await firstTo<{ dedup_key: string; payload: { summary: string } }>('pagerduty');
    expect(event.dedup_key.length).toBeLessThanOrEqual(255);
    expect(event.payload.summary.length).toBeLessThanOrEqual(1024);
  });
});
