/** `pod-engine optimise NAME...`: tries what a container may tune of itself, after asking. */
import type { Pod } from '../fleet/pod.ts';
import type { PodRun } from '../jobs/model/job.ts';
import type { Command, CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { runJobCommand } from './job-command.ts';

export const optimise: Command = {
  words: 'optimise',
  aliases: ['pods optimise', 'optimize'],
  argumentsHelp: 'NAME...',
  minArguments: 1,
  maxArguments: 50,
  summary: 'try what a pod may tune of itself, after asking, and report what came of it',
  flags: ['dryRun', 'yes', 'json', 'jsonl', 'ssh', 'identity', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const isDryRun = context.flags.dryRun === true;
  return await runJobCommand(context, {
    kind: 'optimise',
    arguments: { isDryRun },
    codeOf,
    ...(isDryRun ? {} : { changes: true, confirm: (pods) => confirm(context, question(pods)) }),
  });
}

function question(pods: readonly Pod[]): string {
  const names = pods.map(({ name }) => name).join(', ');
  return [
    `Optimising tries to raise limits and kernel settings in ${names}. What the container may not change is reported, and stays.`,
    'pod-engine optimise --dry-run shows what would be tried.',
    `Change ${names}?`,
  ].join('\n');
}

function codeOf({ state }: PodRun): ExitCode {
  const code = state.kind === 'ended' ? state.exitCode : exitCodes.failed;
  return [exitCodes.ok, exitCodes.unreachable].find((each) => each === code) ?? exitCodes.failed;
}
