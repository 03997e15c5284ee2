/** What health is judged by in this pod: which application is asked, and which thresholds hold. */
import { readAgentVariables } from './agent-variables.ts';
import { type AppTarget, appTarget } from './app-check.ts';
import type { Thresholds } from './health/thresholds.ts';
import type { Host } from './host/host.ts';
import { unknownVariables } from './settings/index.ts';
import { stopSwitchSettings } from './settings/stop-switch.ts';
import { readThresholds } from './settings/thresholds.ts';
import type { Variables } from './settings/variables.ts';

export type HealthSettings = {
  /** All that is set, for who needs other settings as well. */
  readonly variables: Variables;
  readonly target: AppTarget;
  readonly thresholds: Thresholds;
  /** What could not be taken and what holds instead, as lines for an operator. */
  readonly problems: readonly string[];
};

const maxProblems = 16;
const longestProblem = 500;

/** Never rejects: what is wrong is a problem, and the rest holds. */
export async function readHealthSettings(
  host: Host,
  own: Readonly<Record<string, string | undefined>>,
): Promise<HealthSettings> {
  const { variables, problems } = await readAgentVariables(host, own, [stopSwitchSettings.apiKey.name]);
  const thresholds = readThresholds(variables);
  const all = [...problems, ...unknownVariables(variables), ...thresholds.problems];
  return {
    variables,
    target: appTarget(Object.fromEntries([...variables].map(([name, { text }]) => [name, text]))),
    thresholds: thresholds.thresholds,
    problems: all.slice(0, maxProblems).map(({ message }) => message.slice(0, longestProblem)),
  };
}
