/** `pod-engine cost`: what pods, volumes and the rest have cost, what is left, and how the budgets stand. */
import { type BudgetStanding, budgetStandings } from '../money/budgets.ts';
import { moneyReport } from '../money/figures.ts';
import type { Command, CommandContext } from './command.ts';
import { costDocument } from './cost-document.ts';
import { gatherCost } from './cost-facts.ts';
import { printCost } from './cost-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { openServices } from './services.ts';

export const cost: Command = {
  words: 'cost',
  aliases: ['money'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary:
    'what was spent, by pod and volume, balance, runway, waste; exit 6 or 7 where a budget warns or is spent',
  flags: ['today', 'month', 'days', 'json', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = services.needCloud();
  if (typeof cloud === 'number') return cloud;
  const facts = await gatherCost(context, services.settings, cloud);
  if ('code' in facts) return sayFailure(context, facts);
  const report = moneyReport(facts.fleet, facts.atMs);
  const standings = budgetStandings(report, facts.fleet.money.budget);
  if (context.flags.json === true)
    context.print(`${JSON.stringify(costDocument({ report, standings, facts }), null, 2)}\n`);
  else await printCost(context, { report, standings, facts });
  return verdictOf(standings);
}

/** As `health` has it; what nobody can tell is not well. */
function verdictOf(standings: readonly BudgetStanding[]): ExitCode {
  const levels = standings.map(({ level }) => level);
  if (levels.includes('fail')) return exitCodes.healthFail;
  if (levels.includes('warn')) return exitCodes.healthWarn;
  return levels.includes(null) ? exitCodes.inconclusive : exitCodes.ok;
}
