/** `pod-engine alerts`: what the console's page of alerts lists, from one look; the exit code is the worst that is loud. */
import type { Alert } from '../alerts/alert.ts';
import type { Quiet } from '../fleet/quiet.ts';
import { clockText } from '../money/days.ts';
import { type AlertLook, lookFlagsMean, lookForAlerts } from './alert-look.ts';
import type { Command, CommandContext } from './command.ts';
import { durationText } from './duration-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { openServices } from './services.ts';
import { printTable, type TableRow } from './table.ts';

export const alertsList: Command = {
  words: 'alerts list',
  aliases: ['alerts'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'list every alert that is open now, the worst first; exit 0 all quiet, 6 warn, 7 fail, 9 unknown',
  flags: ['json', 'watchMinutes', 'timeoutMs', 'ssh', 'identity', 'config'],
  flagsMean: lookFlagsMean,
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const look = await lookForAlerts(context, services);
  if (typeof look === 'number') return look;
  if (context.signal.aborted) return exitCodes.interrupted;
  if (context.flags.json === true) context.print(`${JSON.stringify(documentOf(look), null, 2)}\n`);
  else await print(context, look);
  return look.failure === null ? verdictOf(look) : sayFailure(context, look.failure);
}

function documentOf({ atMs, alerts, unknown }: AlertLook) {
  return { schema: 1, atMs, alerts: alerts.map(({ key: _key, ...alert }) => alert), unknown };
}

async function print(context: CommandContext, { alerts, unknown, atMs }: AlertLook): Promise<void> {
  for (const text of unknown) context.say(`? ${text}\n`);
  const rows = alerts.map((alert) => rowOf(alert, atMs));
  if (rows.length > 0) await printTable(context, rows, ['for', 'alert']);
  else context.say(unknown.length === 0 ? 'Nothing needs attention.\n' : 'No alert is known to be open.\n');
}

function rowOf({ podName, rule, kind, word, text, sinceMs, quiet }: Alert, nowMs: number): TableRow {
  return {
    pod: podName,
    state: kind,
    rule,
    alert: word,
    for: sinceMs === null ? '—' : durationText(nowMs - sinceMs),
    quiet: quiet === null ? '' : quietText(quiet, nowMs),
    what: text,
  };
}

/** "snoozed by ann at 10:02Z until 11:02Z". */
export function quietText({ kind, by, atMs, untilMs }: Quiet, nowMs: number): string {
  const until = untilMs === null ? '' : ` until ${clockText(untilMs, nowMs)}`;
  return `${kind} by ${by} at ${clockText(atMs, nowMs)}${until}`;
}

/** As `health` has it; what is quiet does not count, and what nobody can tell is not well. */
function verdictOf({ alerts, unknown }: AlertLook): ExitCode {
  const loud = alerts.filter(({ quiet }) => quiet === null);
  if (loud.some(({ kind }) => kind === 'fail')) return exitCodes.healthFail;
  if (loud.length > 0) return exitCodes.healthWarn;
  return unknown.length > 0 ? exitCodes.inconclusive : exitCodes.ok;
}
