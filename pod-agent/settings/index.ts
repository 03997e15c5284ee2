/** Every table of settings, and what to say of a variable that stands in none of them. */
import { nearestName } from './nearest-name.ts';
import { notificationSettings } from './notifications.ts';
import { servingSettings } from './serving.ts';
import { pathSetting, type Setting } from './setting.ts';
import { stopSwitchSettings } from './stop-switch.ts';
import { thresholdSettings } from './thresholds.ts';
import { defaultSettingsFile, type Problem, type Variables } from './variables.ts';

/** Where the others are looked for. It counts in the environment only. */
export const placeSettings = {
  settingsFile: pathSetting({
    name: 'POD_AGENT_SETTINGS',
    summary: 'A file of NAME=value lines, for what the environment does not set.',
    fallback: defaultSettingsFile,
  }),
} as const;

/** A new table of settings is listed here: what is not is reported as unknown. */
export const allSettings: readonly Readonly<Record<string, Setting<unknown>>>[] = [
  placeSettings,
  servingSettings,
  thresholdSettings,
  notificationSettings,
  stopSwitchSettings,
];

const everySetting = allSettings.flatMap((table) => Object.values(table));

/** For asking an environment by name. Secrets are left out: they are read where they are needed. */
export const openNames: readonly string[] = everySetting
  .filter(({ isSecret }) => isSecret !== true)
  .map(({ name }) => name);

/** Variables that are written as if they were the agent's, and are none of its settings. */
export function unknownVariables(variables: Variables): readonly Problem[] {
  const known = everySetting.map(({ name }) => name);
  return [...variables]
    .filter(([name]) => name.startsWith('POD_AGENT_') && !known.includes(name))
    .map(([name, { source }]) => {
      const nearest = nearestName(name, known);
      const guess = nearest === null ? '' : ` Did you mean ${nearest}?`;
      return { name, message: `${name} (${source}) is not a setting of the agent.${guess} It is left out.` };
    });
}
