import { expect, test } from 'vitest';
import { defaultThresholds, withoutWaiting } from '../../../pod-agent/health/thresholds.ts';
import { warnsAt } from '../../../pod-agent/health/wording.ts';

test('says how long a level must stay, so that a hot card that is still ok is no contradiction', () => {
  expect(warnsAt(defaultThresholds.gpuCelsius, 'celsius')).toBe('warns at 85 °C for 60 s');
  expect(warnsAt(defaultThresholds.cpuPercent, 'percent')).toBe('warns at 90 % for 5 min');
  expect(warnsAt(withoutWaiting(defaultThresholds).gpuCelsius, 'celsius')).toBe('warns at 85 °C');
});
