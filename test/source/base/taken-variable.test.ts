/** Which names of variables an operator may not give to a pod. */
import { expect, test } from 'vitest';
import { stopSwitchSettings } from '../../../pod-agent/settings/stop-switch.ts';
import { takenBy } from '../../../source/base/taken-variable.ts';

test("a pod's own switch can be set: every variable that the agent reads, and no other of Pod Engine's", () => {
  const names = Object.values(stopSwitchSettings).map(({ name }) => name);
  const ours = names.filter((name) => name.startsWith('POD_ENGINE_'));
  expect(ours).toHaveLength(5);
  expect(ours.map(takenBy)).toEqual(ours.map(() => null));
  expect(takenBy('POD_ENGINE_DEPLOY_ID')).toBe('Pod Engine');
  expect(takenBy('POD_ENGINE_TTL')).toBe('Pod Engine');
});

test('what RunPod sets is its own, and other names are free', () => {
  expect(takenBy('RUNPOD_API_KEY')).toBe('RunPod');
  expect(takenBy('MODE')).toBeNull();
});
