/** `pod-engine account`: balance, spend per hour, limit, and how long the balance lasts. */
import type { Account } from '../fleet/account.ts';
import type { Command, CommandContext } from './command.ts';
import { durationText } from './duration-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { openServices } from './services.ts';

export const account: Command = {
  words: 'account',
  aliases: ['account-info'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'balance, spend per hour and spend limit',
  flags: ['json', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = services.needCloud();
  if (typeof cloud === 'number') return cloud;
  const answer = await cloud.account(context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  context.print(
    context.flags.json === true ? `${JSON.stringify(answer.value, null, 2)}\n` : textOf(answer.value),
  );
  return exitCodes.ok;
}

function textOf(value: Account): string {
  const dollars = (amount: number | null, suffix = ''): string =>
    amount === null ? 'unknown' : `${amount < 0 ? '-' : ''}$${Math.abs(amount).toFixed(2)}${suffix}`;
  const rows: [string, string][] = [
    ['e-mail', value.email ?? 'unknown'],
    ['balance', dollars(value.balanceDollars)],
    ['spend', dollars(value.spendPerHourDollars, '/h')],
    ['limit', dollars(value.spendLimitPerHourDollars, '/h')],
    ['lasts', runway(value)],
  ];
  return `${rows.map(([name, text]) => `${name.padEnd(8)} ${text}`).join('\n')}\n`;
}

function runway({ balanceDollars, spendPerHourDollars }: Account): string {
  if (balanceDollars === null || spendPerHourDollars === null) return 'unknown';
  if (spendPerHourDollars <= 0) return 'nothing is being spent';
  if (balanceDollars <= 0) return 'nothing is left';
  return `${durationText((balanceDollars / spendPerHourDollars) * 3_600_000)} at this rate`;
}
