/** Variables in, receivers out; what cannot be used is said without the secret in it. */
import { describe, expect, it } from 'vitest';
import { readNotificationSettings } from '../../../pod-agent/settings/notifications.ts';
import { readPodIdentity } from '../../../pod-agent/settings/pod-identity.ts';
import { variablesOfEnvironment } from '../../../pod-agent/settings/variables.ts';

function read(environment: Readonly<Record<string, string>>) {
  return readNotificationSettings(variablesOfEnvironment(environment));
}

describe('notification settings', () => {
  it('name nobody where nothing is set', () => {
    expect(read({})).toEqual({ channels: [], repeatMs: 14_400_000, minSeverity: 'warn', problems: [] });
  });

  it('name each receiver that is set', () => {
    const settings = read({
      POD_AGENT_NOTIFY_WEBHOOK_URL: 'http://hook.example/a',
      POD_AGENT_NOTIFY_WEBHOOK_TOKEN: 'token',
      POD_AGENT_NOTIFY_SLACK_URL: 'https://hooks.slack.com/services/T/B/x',
      POD_AGENT_NOTIFY_DISCORD_URL: 'https://discord.com/api/webhooks/1/x',
      POD_AGENT_NOTIFY_NTFY_URL: 'https://ntfy.sh/my-topic',
      POD_AGENT_NOTIFY_PAGERDUTY_KEY: 'R0UT1NG',
      POD_AGENT_NOTIFY_ALERTMANAGER_URL: 'http://am-1:9093, http://am-2:9093/prefix,',
      POD_AGENT_NOTIFY_REPEAT_MINUTES: '30',
      POD_AGENT_NOTIFY_MIN_SEVERITY: 'fail',
    });
    expect(settings.channels.map(({ id, url, key }) => [id, url, key])).toEqual([
      ['webhook', 'http://hook.example/a', 'token'],
      ['slack', 'https://hooks.slack.com/services/T/B/x', null],
      ['discord', 'https://discord.com/api/webhooks/1/x', null],
      ['ntfy', 'https://ntfy.sh/my-topic', null],
      ['pagerduty', 'https://events.pagerduty.com/v2/enqueue', 'R0UT1NG'],
      ['alertmanager', 'http://am-1:9093', null],
      ['alertmanager', 'http://am-2:9093/prefix', null],
    ]);
    expect(settings).toMatchObject({ repeatMs: 1_800_000, minSeverity: 'fail', problems: [] });
  });

  it.each([
    ['POD_AGENT_NOTIFY_SLACK_URL', 'hooks.slack.com/s3cret', 'It must be an http:// or https:// address.'],
    [
      'POD_AGENT_NOTIFY_NTFY_URL',
      'https://ntfy.sh/',
      'It must end in the topic, e.g. https://ntfy.sh/my-topic.',
    ],
    ['POD_AGENT_NOTIFY_NTFY_URL', 'https://ntfy.sh/s3cret?x', ''],
    ['POD_AGENT_NOTIFY_PAGERDUTY_KEY', 's3cret key', 'It must be visible ASCII characters without spaces.'],
    [
      'POD_AGENT_NOTIFY_ALERTMANAGER_URL',
      'http://s3cret,nonsense',
      'It must be an http:// or https:// address.',
    ],
    ['POD_AGENT_NOTIFY_ALERTMANAGER_URL', ',', 'It must be 1 to 8 addresses with commas between them.'],
  ])('say what is wrong with %s=%s', (name, text, why) => {
    const { channels, problems } = read({ [name]: text });
    if (why === '') return expect([channels.length, problems]).toEqual([1, []]);
    expect(channels).toEqual([]);
    expect(problems).toEqual([
      { name, message: `${name} (the environment) cannot be taken. ${why} It is left out.` },
    ]);
  });

  it('say that a key without an address tells nobody', () => {
    const { channels, problems } = read({
      POD_AGENT_NOTIFY_NTFY_TOKEN: 's3cret',
      POD_AGENT_NOTIFY_PAGERDUTY_URL: 'http://127.0.0.1/s3cret',
    });
    expect(channels).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual([
      'POD_AGENT_NOTIFY_NTFY_TOKEN is set, but POD_AGENT_NOTIFY_NTFY_URL is not. Set both or neither.',
      'POD_AGENT_NOTIFY_PAGERDUTY_URL is set, but POD_AGENT_NOTIFY_PAGERDUTY_KEY is not. Set both or neither.',
    ]);
  });
});

describe('the identity of the pod', () => {
  const about = { hostname: 'host', appPort: 8080 };
  it("is RunPod's, with the address of its proxy", () => {
    const variables = variablesOfEnvironment({
      RUNPOD_POD_ID: 'abc123',
      RUNPOD_POD_HOSTNAME: 'abc123-64410af2',
    });
    expect(readPodIdentity(variables, about)).toEqual({
      id: 'abc123',
      name: 'abc123-64410af2',
      url: 'https://abc123-8080.proxy.runpod.net',
    });
  });

  it('is the name of the host elsewhere, and no address is made of a strange id', () => {
    expect(readPodIdentity(new Map(), about)).toEqual({ id: null, name: 'host', url: null });
    const strange = variablesOfEnvironment({ RUNPOD_POD_ID: 'a/../@evil.example' });
    expect(readPodIdentity(strange, about).url).toBeNull();
  });
});
