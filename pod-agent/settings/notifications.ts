/** Whom the pod tells of its troubles: one address a channel, and what holds for all of them. */
import { keySetting, Misfit, numberSetting, readSettings, type Setting, urlSetting } from './setting.ts';
import type { Problem, Variables } from './variables.ts';

export type ChannelId = 'webhook' | 'slack' | 'discord' | 'ntfy' | 'pagerduty' | 'alertmanager';

/** One receiver. Both the address and the key may open it to anybody, so that neither stands in a message. */
export type ChannelSettings = {
  readonly id: ChannelId;
  readonly url: string;
  /** A bearer token, or PagerDuty's routing key; null where the address is enough. */
  readonly key: string | null;
  /** For messages: the variables that name the receiver. */
  readonly variables: readonly string[];
};

export type NotificationSettings = {
  /** None is a pod that tells nobody. */
  readonly channels: readonly ChannelSettings[];
  /** How long a trouble that goes on is not mentioned again. */
  readonly repeatMs: number;
  readonly minSeverity: 'warn' | 'fail';
};

export const notificationSettings = {
  webhookUrl: urlSetting({
    name: 'POD_AGENT_NOTIFY_WEBHOOK_URL',
    summary: "Gets alerts as JSON in the form of Alertmanager's webhook, version 4.",
    fallback: null,
    isSecret: true,
  }),
  webhookToken: keySetting({
    name: 'POD_AGENT_NOTIFY_WEBHOOK_TOKEN',
    summary: 'Sent to the webhook as a bearer token; need not be set.',
  }),
  slackUrl: urlSetting({
    name: 'POD_AGENT_NOTIFY_SLACK_URL',
    summary: 'An incoming webhook of Slack.',
    fallback: null,
    isSecret: true,
  }),
  discordUrl: urlSetting({
    name: 'POD_AGENT_NOTIFY_DISCORD_URL',
    summary: 'A webhook of a Discord channel.',
    fallback: null,
    isSecret: true,
  }),
  ntfyUrl: topicSetting(),
  ntfyToken: keySetting({
    name: 'POD_AGENT_NOTIFY_NTFY_TOKEN',
    summary: 'An access token of ntfy; need not be set.',
  }),
  pagerdutyKey: keySetting({
    name: 'POD_AGENT_NOTIFY_PAGERDUTY_KEY',
    summary: 'The integration key of a PagerDuty service.',
  }),
  pagerdutyUrl: urlSetting({
    name: 'POD_AGENT_NOTIFY_PAGERDUTY_URL',
    summary: "PagerDuty's Events API v2, where it is not the usual one.",
    fallback: 'https://events.pagerduty.com/v2/enqueue',
    isSecret: true,
  }),
  alertmanagerUrls: urlsSetting(),
  repeatMinutes: numberSetting({
    name: 'POD_AGENT_NOTIFY_REPEAT_MINUTES',
    summary: 'A trouble that goes on is mentioned again after this time.',
    fallback: 240,
    min: 1,
    max: 43_200,
  }),
  minSeverity: severitySetting(),
} as const;

/** Channels that are set, in a fixed order; problems say what is set and cannot be used. */
export function readNotificationSettings(
  variables: Variables,
): NotificationSettings & { readonly problems: readonly Problem[] } {
  const { values, problems } = readSettings(notificationSettings, variables);
  const channels: ChannelSettings[] = [];
  const add = (id: ChannelId, url: string | null, key: string | null, variables: readonly string[]) => {
    if (url !== null) channels.push({ id, url, key, variables });
  };
  add('webhook', values.webhookUrl, values.webhookToken, [nameOf('webhookUrl'), nameOf('webhookToken')]);
  add('slack', values.slackUrl, null, [nameOf('slackUrl')]);
  add('discord', values.discordUrl, null, [nameOf('discordUrl')]);
  add('ntfy', values.ntfyUrl, values.ntfyToken, [nameOf('ntfyUrl'), nameOf('ntfyToken')]);
  if (values.pagerdutyKey !== null)
    add('pagerduty', values.pagerdutyUrl, values.pagerdutyKey, [
      nameOf('pagerdutyKey'),
      nameOf('pagerdutyUrl'),
    ]);
  // Each of a pair has a queue of its own: one that is away holds nothing up for the other.
  for (const url of values.alertmanagerUrls) add('alertmanager', url, null, [nameOf('alertmanagerUrls')]);
  return {
    channels,
    repeatMs: values.repeatMinutes * 60_000,
    minSeverity: values.minSeverity,
    problems: [...problems, ...lonelyKeys(variables)],
  };
}

/** A key alone tells nobody anything, and whoever set it believes that it does. */
export function lonelyKeys(variables: Variables): Problem[] {
  const pairs = [
    [nameOf('webhookToken'), nameOf('webhookUrl')],
    [nameOf('ntfyToken'), nameOf('ntfyUrl')],
    [nameOf('pagerdutyUrl'), nameOf('pagerdutyKey')],
  ] as const;
  return pairs
    .filter(([name, needed]) => variables.has(name) && !variables.has(needed))
    .map(([name, needed]) => ({
      name,
      message: `${name} is set, but ${needed} is not. Set both or neither.`,
    }));
}

function nameOf(key: keyof typeof notificationSettings): string {
  return notificationSettings[key].name;
}

function topicSetting(): Setting<string | null> {
  const name = 'POD_AGENT_NOTIFY_NTFY_URL';
  const address = urlSetting({ name, summary: '', fallback: null });
  return {
    name,
    summary: 'Server and topic of ntfy, e.g. https://ntfy.sh/my-topic.',
    fallback: null,
    isSecret: true,
    parse(text) {
      const url = address.parse(text);
      if (url !== null && /\/[\w-]{1,64}\/?$/.test(new URL(url).pathname)) return url;
      throw new Misfit('It must end in the topic, e.g. https://ntfy.sh/my-topic.');
    },
  };
}

function urlsSetting(): Setting<readonly string[]> {
  const name = 'POD_AGENT_NOTIFY_ALERTMANAGER_URL';
  const most = 8;
  const address = urlSetting({ name, summary: '', fallback: '' });
  return {
    name,
    summary: 'Where Alertmanager answers; those of a cluster all, with commas between them.',
    fallback: [],
    isSecret: true,
    parse(text) {
      const parts = text.split(',').map((part) => part.trim());
      const urls = new Set(parts.filter((part) => part !== '').map((part) => address.parse(part)));
      if (urls.size > 0 && urls.size <= most) return [...urls];
      throw new Misfit(`It must be 1 to ${most} addresses with commas between them.`);
    },
  };
}

function severitySetting(): Setting<'warn' | 'fail'> {
  return {
    name: 'POD_AGENT_NOTIFY_MIN_SEVERITY',
    summary: '"fail" leaves warnings out.',
    fallback: 'warn',
    parse(text) {
      if (text === 'warn' || text === 'fail') return text;
      throw new Misfit('It must be "warn" or "fail".');
    },
  };
}
