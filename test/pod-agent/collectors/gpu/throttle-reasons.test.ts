import { expect, test } from 'vitest';
import { throttleReasons } from '../../../../pod-agent/collectors/gpu/throttle-reasons.ts';

test.each([
  ['0x0000000000000000', []],
  ['0x0000000000000001', []],
  ['0x0000000000000004', ['software-power-cap']],
  [
    '0x00000000000000E8',
    ['hardware-slowdown', 'software-thermal', 'hardware-thermal', 'hardware-power-brake'],
  ],
  ['0x0000000000000113', ['application-clocks', 'sync-boost', 'display-clocks']],
  ['0x8000000000000004', ['software-power-cap']],
])('%s says %j', (mask, reasons) => {
  expect(throttleReasons(mask)).toEqual(reasons);
});

test.each([null, 'Active', '', '0x'])('%j says nothing', (mask) => {
  expect(throttleReasons(mask)).toBeNull();
});
