/** `pod-engine deploy`: from a folder to a verified pod. Asks once, when it has shown what it would do. */
import type { DeployRequest } from '../jobs/model/deploy.ts';
import type { Command, CommandContext } from './command.ts';
import { runDeployCommand } from './deploy-command.ts';
import { readDeployRequest } from './deploy-request.ts';
import { readDeployTarget } from './deploy-target.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findProject } from './find-project.ts';
import { openServices } from './services.ts';

export const deploy: Command = {
  words: 'deploy',
  aliases: [],
  argumentsHelp: '[FOLDER]',
  minArguments: 0,
  maxArguments: 1,
  summary:
    'build, push and run the project of a folder on a pod, and prove it; exit 0, 1 failed and undone, 9 nobody can tell',
  flags: [
    'plan',
    'only',
    'from',
    'skip',
    'again',
    'setVersion',
    'allowDirty',
    'newPod',
    'inPlace',
    'blueGreen',
    'gpu',
    'region',
    'resume',
    'abort',
    'force',
    'yes',
    'file',
    'json',
    'jsonl',
    'identity',
    'config',
    'readOnly',
  ],
  flagsMean: { plan: 'show what would be done, and what differs from the running release; change nothing' },
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { flags, environment } = context;
  const [folder] = context.arguments;
  if (folder !== undefined && flags.file !== undefined) return usage(context, 'Either FOLDER or --file.');
  const found = findProject(flags.file ?? folder ?? environment.POD_ENGINE_PROJECT, process.cwd());
  if (!found.ok) return usage(context, found.reason, exitCodes.notFound);
  const read = readDeployRequest(flags, { projectFile: found.file, target: null });
  if (!read.ok) return usage(context, read.reason);
  // Without a key preflight says so, among all else that it finds.
  const services = await openServices(context, { isKeyOptional: true });
  if (!services.ok) return services.code;
  const target = await readDeployTarget(context, services);
  if (typeof target === 'number') return target;
  const request: DeployRequest = { ...read.request, target };
  return await runDeployCommand(context, services, request);
}

function usage(context: CommandContext, text: string, code: ExitCode = exitCodes.usage): ExitCode {
  context.say(`${text}\n`);
  return code;
}
