/** `pod-engine alerts loud POD [RULE]`: takes back what was acknowledged and snoozed. No pod is asked. */
import type { Command, CommandContext } from './command.ts';
import { consoleAlerts } from './console-alerts.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { subjectOf, tellQuiet } from './quiet-alerts.ts';
import { openServices } from './services.ts';

export const alertsLoud: Command = {
  words: 'alerts loud',
  aliases: [],
  argumentsHelp: 'POD [RULE]',
  minArguments: 1,
  maxArguments: 2,
  summary: 'take back what was acknowledged and snoozed of a pod, or of "account"',
  flags: ['json', 'ssh', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const subject = await subjectOf(context, services);
  if (typeof subject === 'number') return subject;
  const { quietKeeper } = consoleAlerts(context, services.settings);
  const keys = [...(await quietKeeper.read()).keys()].filter(subject.isMeant);
  if (keys.length === 0) {
    context.say(`Nothing of ${subject.name} is acknowledged or snoozed${subject.ruleText}.\n`);
    return exitCodes.ok;
  }
  const changes = new Map(keys.map((key) => [key, null]));
  return await tellQuiet(context, quietKeeper, { subject, changes, text: 'loud again' });
}
