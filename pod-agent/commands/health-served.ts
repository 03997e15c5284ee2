/** `pod-agent health served`: the pod's own page as its users get it, for the image's HEALTHCHECK. */
import { readAgentVariables } from '../agent-variables.ts';
import { fetchLocal } from '../host/fetch-local.ts';
import { createLocalHost } from '../host/local-host.ts';
import { readLiveHealth } from '../protocol/live-health.ts';
import { oneLine } from '../protocol/one-line.ts';
import { servingSettings } from '../settings/serving.ts';
import { readSettings } from '../settings/setting.ts';
import { type Command, readFlags } from './command.ts';

export const healthServed: Command = {
  name: 'health served',
  summary: 'Ask for /health.json through nginx, as a user of the pod does.',
  help: `Usage: pod-agent health served

Prints the status and its reason. Exit code 0: the pod serves, the agent answers, and it reports no failure; 1: not so.
For the HEALTHCHECK of an image, whose exit codes these are. The port is POD_AGENT_APP_PORT, else 80.
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  readFlags(healthServed, args, {});
  const host = createLocalHost({ root: null });
  const { variables } = await readAgentVariables(host, process.env);
  const { values } = readSettings(servingSettings, variables);
  host.close();
  const answer = await fetchLocal(values.appPort, '/health.json');
  const health = answer.ok ? readLiveHealth(answer.body) : null;
  if (!answer.ok) return tell(answer.reason, 1);
  if (health === null) return tell(`HTTP status ${answer.httpStatus}, and no live report of this agent`, 1);
  return tell(`${health.status}: ${health.summary}`, answer.httpStatus === 200 ? 0 : 1);
}

function tell(text: string, exitCode: number): number {
  process.stdout.write(`${oneLine(text)}\n`);
  return exitCode;
}
