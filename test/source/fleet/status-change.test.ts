/** RunPod's words on a change, as they stand in the list and in the stream of health. */
import { expect, it } from 'vitest';
import { statusChangeText } from '../../../source/fleet/status-change.ts';

it.each([
  [
    'Exited by user: Wed Jul 29 2026 21:56:48 GMT+0000 (Coordinated Universal Time)',
    'Exited by user: 29 Jul 2026 21:56 UTC',
  ],
  ['Outbid: Thu Nov 26 2026 03:19:17 GMT+0000 (Coordinated Universal Time)', 'Outbid: 26 Nov 2026 03:19 UTC'],
  ['Outbid: Thu Nov 26 2026 03:19:17 GMT+0100 (CET)', 'Outbid: Thu Nov 26 2026 03:19:17 GMT+0100 (CET)'],
  ['Rented by User', 'Rented by User'],
])('%s', (told, said) => {
  expect(statusChangeText(told)).toBe(said);
});
