/** `pod-engine alerts snooze POD [RULE] --for 1h`: quiet for so long, or until it gets worse. */
import { durationExample, readDuration } from '../base/read-duration.ts';
import { lookFlagsMean } from './alert-look.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { quietAlerts } from './quiet-alerts.ts';

export const alertsSnooze: Command = {
  words: 'alerts snooze',
  aliases: [],
  argumentsHelp: 'POD [RULE]',
  minArguments: 1,
  maxArguments: 2,
  summary: 'put off what is open of a pod, or of "account", for a while',
  flags: ['for', 'json', 'watchMinutes', 'timeoutMs', 'ssh', 'identity', 'config'],
  flagsMean: { ...lookFlagsMean, for: 'how long, as 15m, 1h or 2d; default 1h, 30d at most' },
  run,
};

const usualTime = '1h';
const longestMs = 30 * 86_400_000;

async function run(context: CommandContext): Promise<ExitCode> {
  const typed = context.flags.for ?? usualTime;
  const forMs = readDuration(typed);
  if (forMs === null || forMs > longestMs) {
    const why = forMs === null ? `is no duration. ${durationExample}` : 'is too long: at most 30d.';
    context.say(`--for ${typed} ${why}\n`);
    return exitCodes.usage;
  }
  return await quietAlerts(context, { kind: 'snoozed', forMs });
}
