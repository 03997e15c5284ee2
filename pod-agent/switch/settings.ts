/** What arms the switch: its rules, and by what the pod can stop itself. */
import { readSettings } from '../settings/setting.ts';
import { stopSwitchSettings } from '../settings/stop-switch.ts';
import type { Problem, Variables } from '../settings/variables.ts';
import type { SwitchRules } from './machine.ts';
import type { StopDoor } from './stop-pod.ts';

export type SwitchSettings = {
  /** null: it is off. */
  readonly rules: SwitchRules | null;
  /** null: the pod has no key, or nobody said which pod it is, so that it can warn but not stop. */
  readonly door: Omit<StopDoor, 'send'> | null;
  readonly problems: readonly Problem[];
};

const minuteMs = 60_000;

export function readSwitchSettings(variables: Variables): SwitchSettings {
  const { values, problems } = readSettings(stopSwitchSettings, variables);
  const { idleStopMinutes, timeToLiveMinutes, graceMinutes, apiKey, restUrl, graphqlUrl } = values;
  // 0 is how one writes "off" where a template has the variable already.
  const idleStopMs = idleStopMinutes ? idleStopMinutes * minuteMs : null;
  const timeToLiveMs = timeToLiveMinutes ? timeToLiveMinutes * minuteMs : null;
  if (idleStopMs === null && timeToLiveMs === null) return { rules: null, door: null, problems };
  const podId = variables.get('RUNPOD_POD_ID')?.text ?? null;
  const missing = [
    ...(apiKey === null ? [stopSwitchSettings.apiKey.name] : []),
    ...(podId === null ? ['RUNPOD_POD_ID'] : []),
  ];
  const unable = missing.map((name) => ({
    name,
    message: `The pod is to stop itself, and cannot: ${name} is not set. RunPod sets it in its pods.`,
  }));
  return {
    rules: { idleStopMs, timeToLiveMs, graceMs: graceMinutes * minuteMs },
    door:
      apiKey === null || podId === null
        ? null
        : { podId, apiKey, restUrl: restUrl.replace(/\/+$/, ''), graphqlUrl },
    problems: [...problems, ...unable],
  };
}
