/** Everything that a pod's start is set by. */
import { readAgentVariables } from './agent-variables.ts';
import type { Thresholds } from './health/thresholds.ts';
import type { Host } from './host/host.ts';
import { unknownVariables } from './settings/index.ts';
import { type NotificationSettings, readNotificationSettings } from './settings/notifications.ts';
import { differentPorts, servingSettings } from './settings/serving.ts';
import { readSettings, type ValuesOf } from './settings/setting.ts';
import { stopSwitchSettings } from './settings/stop-switch.ts';
import { readThresholds } from './settings/thresholds.ts';
import type { Problem, Variables } from './settings/variables.ts';

export type PodSettings = {
  readonly variables: Variables;
  readonly serving: ValuesOf<typeof servingSettings>;
  readonly thresholds: Thresholds;
  readonly notifications: NotificationSettings;
  /** What could not be taken, and what holds instead. */
  readonly problems: readonly Problem[];
};

/** Never rejects: a setting that is wrong keeps no pod from serving. */
export async function readPodSettings(
  host: Host,
  own: Readonly<Record<string, string | undefined>>,
): Promise<PodSettings> {
  const { variables, problems } = await readAgentVariables(host, own, [stopSwitchSettings.apiKey.name]);
  const served = readSettings(servingSettings, variables);
  const serving = differentPorts(served.values);
  const thresholds = readThresholds(variables);
  const notifications = readNotificationSettings(variables);
  return {
    variables,
    serving: serving.values,
    thresholds: thresholds.thresholds,
    notifications,
    problems: [
      ...problems,
      ...unknownVariables(variables),
      ...served.problems,
      ...serving.problems,
      ...thresholds.problems,
      ...notifications.problems,
    ],
  };
}
