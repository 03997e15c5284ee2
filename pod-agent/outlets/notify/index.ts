/** Every channel of notifications. */
import { alertmanager } from './alertmanager.ts';
import type { Channel } from './channel.ts';
import { discord } from './discord.ts';
import { ntfy } from './ntfy.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { webhook } from './webhook.ts';

export const channels: readonly Channel[] = [webhook, slack, discord, ntfy, pagerduty, alertmanager];
