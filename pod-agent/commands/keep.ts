/** `pod-agent keep`: puts the pod's own stop off. */
import { join } from 'node:path';
import { readAgentVariables } from '../agent-variables.ts';
import { createLocalHost } from '../host/local-host.ts';
import { servingSettings } from '../settings/serving.ts';
import { readSettings } from '../settings/setting.ts';
import { keepDurationMs, keepFileName, removeKeep, writeKeep } from '../switch/keep.ts';
import { type Command, UsageError } from './command.ts';

export const keep: Command = {
  name: 'keep',
  summary: 'Put off that the pod stops itself, e.g. "keep 2h"; "keep off" takes that back.',
  help: `Usage: pod-agent keep DURATION | off

The pod does not stop itself (POD_ENGINE_IDLE_STOP_MINUTES, POD_ENGINE_TTL_MINUTES) before that time
has passed, whatever it does. Given again, the new time counts.

  DURATION   as 30m, 2h, 1h30m or 1d; a week at most
  off        no longer
  --help
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const [typed, ...others] = args;
  if (typed === undefined || others.length > 0)
    throw new UsageError('say for how long, as "pod-agent keep 2h", or "pod-agent keep off".');
  const path = await keepPath();
  if (typed === 'off') {
    await removeKeep(path);
    process.stdout.write('The pod is not kept any longer.\n');
    return 0;
  }
  const durationMs = keepDurationMs(typed);
  if (durationMs === null)
    throw new UsageError(`"${typed}" is no duration. Write one as 30m, 2h, 1h30m or 1d; a week at most.`);
  const untilMs = Date.now() + durationMs;
  await writeKeep(path, untilMs);
  process.stdout.write(`The pod is kept until ${new Date(untilMs).toISOString().slice(0, 16)}Z.\n`);
  return 0;
}

/** In a login over SSH as well, which has none of the container's variables. */
async function keepPath(): Promise<string> {
  const host = createLocalHost({ root: null });
  const { variables } = await readAgentVariables(host, process.env);
  host.close();
  const { values } = readSettings({ runFolder: servingSettings.runFolder }, variables);
  return join(values.runFolder, keepFileName);
}
