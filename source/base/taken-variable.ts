/** Names of variables in a pod that are not the operator's to give. */

/** The pod's own switch is set by these: see pod-agent/settings/stop-switch.ts. */
const settingsOfThePod: readonly string[] = [
  'POD_ENGINE_IDLE_STOP_MINUTES',
  'POD_ENGINE_TTL_MINUTES',
  'POD_ENGINE_STOP_GRACE_MINUTES',
  'POD_ENGINE_REST_URL',
  'POD_ENGINE_GRAPHQL_URL',
];

/** Who sets the variable itself; null: the operator may. */
export function takenBy(name: string): 'RunPod' | 'Pod Engine' | null {
  if (name.startsWith('RUNPOD_')) return 'RunPod';
  return name.startsWith('POD_ENGINE_') && !settingsOfThePod.includes(name) ? 'Pod Engine' : null;
}
