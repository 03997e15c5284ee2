/** `pod-engine rollback [RELEASE]`: brings back image and configuration of an earlier release, and proves it. */
import type { Command, CommandContext } from './command.ts';
import { runDeployCommand } from './deploy-command.ts';
import { readDeployRequest } from './deploy-request.ts';
import { readDeployTarget } from './deploy-target.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findProject } from './find-project.ts';
import { openServices } from './services.ts';

export const rollback: Command = {
  words: 'rollback',
  aliases: [],
  argumentsHelp: '[RELEASE]',
  minArguments: 0,
  maxArguments: 1,
  summary: 'bring back an earlier release, default the last good one before the one that runs',
  flags: [
    'plan',
    'newPod',
    'inPlace',
    'blueGreen',
    'yes',
    'file',
    'json',
    'jsonl',
    'identity',
    'config',
    'readOnly',
  ],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const found = findProject(context.flags.file ?? context.environment.POD_ENGINE_PROJECT, process.cwd());
  if (!found.ok) {
    context.say(`${found.reason}\n`);
    return exitCodes.notFound;
  }
  const read = readDeployRequest(context.flags, { projectFile: found.file, target: null });
  if (!read.ok) {
    context.say(`${read.reason}\n`);
    return exitCodes.usage;
  }
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const target = await readDeployTarget(context, services);
  if (typeof target === 'number') return target;
  const releaseId = context.arguments[0] ?? null;
  return await runDeployCommand(context, services, { ...read.request, target, releaseId, mode: 'rollback' });
}
