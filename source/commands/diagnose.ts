/** `pod-engine diagnose NAME...`: what is wrong with these pods, why, and what to do. */
import type { PodRun } from '../jobs/model/job.ts';
import type { Command, CommandContext } from './command.ts';
import { bundleDiagnosis } from './diagnose-bundle.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { runJobCommand } from './job-command.ts';
import { newest } from './job-document.ts';

export const diagnose: Command = {
  words: 'diagnose',
  aliases: ['pods diagnose'],
  argumentsHelp: 'NAME...',
  minArguments: 1,
  maxArguments: 50,
  summary:
    'find out what is wrong with a pod, or with several; exit 0 ok, 6 warn, 7 fail, 1 unknown, 5 unreachable (then from outside)',
  flags: ['json', 'jsonl', 'bundle', 'force', 'ssh', 'identity', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { bundle } = context.flags;
  if (bundle !== undefined && context.arguments.length > 1) {
    context.say('--bundle makes an archive of one pod: name one.\n');
    return exitCodes.usage;
  }
  // Before anything runs: nobody waits for a diagnosis to learn that.
  if (bundle !== undefined && context.flags.force !== true) {
    const { placeTaken } = await import('../jobs/bundle/write-bundle.ts');
    const taken = await placeTaken(bundle);
    if (taken !== null) {
      context.say(`Refused: ${taken}\n`);
      return exitCodes.refused;
    }
  }
  return await runJobCommand(context, {
    kind: 'diagnose',
    arguments: {},
    codeOf,
    ...(bundle === undefined ? {} : { after: (done) => bundleDiagnosis(context, bundle, done) }),
  });
}

function codeOf({ state, events }: PodRun): ExitCode {
  if (newest(events, 'diagnosis')?.diagnosis.via === 'outside') return exitCodes.unreachable;
  const code = state.kind === 'ended' ? state.exitCode : 3;
  const codes = [exitCodes.ok, exitCodes.healthWarn, exitCodes.healthFail, exitCodes.failed] as const;
  return code === exitCodes.unreachable ? code : (codes[code] ?? exitCodes.failed);
}
