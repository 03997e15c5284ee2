/** `pod-agent notify test`: whether every receiver of notifications takes one. */
import { hostname } from 'node:os';
import { readAgentVariables } from '../agent-variables.ts';
import { createLocalHost } from '../host/local-host.ts';
import type { NotifiedPod } from '../outlets/notify/channel.ts';
import { channels as allChannels } from '../outlets/notify/index.ts';
import { channelOf } from '../outlets/notify/notifier.ts';
import { createSend, type Send } from '../outlets/notify/send.ts';
import { testNotifications } from '../outlets/notify/test-alert.ts';
import { verdictOf } from '../outlets/notify/verdict.ts';
import {
  type ChannelSettings,
  notificationSettings,
  readNotificationSettings,
} from '../settings/notifications.ts';
import { readPodIdentity } from '../settings/pod-identity.ts';
import { servingSettings } from '../settings/serving.ts';
import { readSettings } from '../settings/setting.ts';
import { defaultSettingsFile } from '../settings/variables.ts';
import { type Command, readFlags, UsageError } from './command.ts';

export const notifyTest: Command = {
  name: 'notify test',
  summary: 'Send a test alert and its end to every channel that is set.',
  help: `Usage: pod-agent notify test [--channel ID]

Each channel gets an alert that says it is a test, and then that it is over. Exit code 0: every
channel took both; 1: one did not, a setting cannot be used, or none is set.

  --channel ID   Only this one: webhook, slack, discord, ntfy, pagerduty or alertmanager
  --help

Channels are set by POD_AGENT_NOTIFY_... variables, in the environment or in ${defaultSettingsFile}.
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(notifyTest, args, { channel: { type: 'string' } });
  const { variables, problems } = await gatherVariables();
  const settings = readNotificationSettings(variables);
  const wanted = wantedChannels(settings.channels, flags.channel);
  const found = [...problems, ...settings.problems];
  for (const { message } of found) process.stdout.write(`${message}\n`);
  if (wanted.length === 0) process.stdout.write(nothingSet(flags.channel));
  const { values } = readSettings(servingSettings, variables);
  const pod = readPodIdentity(variables, { hostname: hostname(), appPort: values.appPort });
  const send = createSend();
  const lines = await Promise.all(wanted.map((channel) => tryChannel(channel, pod, send)));
  for (const { text } of lines) process.stdout.write(text);
  return wanted.length > 0 && found.length === 0 && lines.every(({ taken }) => taken) ? 0 : 1;
}

/** In a login over SSH as well, where the receivers stand in the environment of the container's first process alone. */
async function gatherVariables(): ReturnType<typeof readAgentVariables> {
  const host = createLocalHost({ root: null });
  const names = Object.values(notificationSettings).map(({ name }) => name);
  const found = await readAgentVariables(host, process.env, names);
  host.close();
  return found;
}

const ids: readonly string[] = allChannels.map(({ id }) => id);

function wantedChannels(all: readonly ChannelSettings[], id: string | undefined): readonly ChannelSettings[] {
  if (id === undefined) return all;
  if (!ids.includes(id)) throw new UsageError(`--channel is "${id}". It must be one of: ${ids.join(', ')}.`);
  return all.filter((channel) => channel.id === id);
}

function nothingSet(id: string | undefined): string {
  if (id !== undefined) return `The channel "${id}" is not set.\n`;
  // An address that has a fallback makes no channel by itself.
  const names = Object.values(notificationSettings)
    .filter(({ name, fallback }) => /_(URL|KEY)$/.test(name) && typeof fallback !== 'string')
    .map(({ name }) => name);
  return `No channel is set. Set one of: ${names.join(', ')}.\n`;
}

type Tried = { readonly taken: boolean; readonly text: string };

/** One after the other, since the end of an alert that a receiver never got says nothing; without a second try. */
async function tryChannel(settings: ChannelSettings, pod: NotifiedPod, send: Send): Promise<Tried> {
  const label = settings.id.padEnd(14);
  for (const notification of testNotifications(Date.now())) {
    for (const request of channelOf(settings).requests(notification, settings, pod)) {
      const verdict = verdictOf(await send(request), Date.now());
      if (verdict.kind === 'taken') continue;
      const text = `${label}not taken: ${verdict.reason}. Look at ${settings.variables.join(' and ')}.\n`;
      return { taken: false, text };
    }
  }
  return { taken: true, text: `${label}ok, took the test alert and its end\n` };
}
