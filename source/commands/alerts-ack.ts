/** `pod-engine alerts ack POD [RULE]`: quiet until it is over, or worse; as `a` on the console's page of alerts. */
import { lookFlagsMean } from './alert-look.ts';
import type { Command } from './command.ts';
import { quietAlerts } from './quiet-alerts.ts';

export const alertsAck: Command = {
  words: 'alerts ack',
  aliases: ['alerts acknowledge'],
  argumentsHelp: 'POD [RULE]',
  minArguments: 1,
  maxArguments: 2,
  summary: 'acknowledge what is open of a pod, or of "account": quiet until it is over or gets worse',
  flags: ['json', 'watchMinutes', 'timeoutMs', 'ssh', 'identity', 'config'],
  flagsMean: lookFlagsMean,
  run: (context) => quietAlerts(context, { kind: 'acknowledged', forMs: null }),
};
