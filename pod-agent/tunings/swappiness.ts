/** How readily the kernel swaps. One setting for the whole host, which containers see and may not write. */
import { lookAtNumber, writeNumber } from './kernel-number.ts';
import type { Tuning } from './tuning.ts';

const path = '/proc/sys/vm/swappiness';
const wanted = 10;

export const swappiness: Tuning = {
  id: 'swappiness',
  title: 'Willingness to swap, of the whole host',
  wanted: String(wanted),
  scope: 'host',
  fix: `It is one setting for the whole host: only who runs the host can set vm.swappiness=${wanted}.`,
  look: ({ host }) => lookAtNumber(host, path, (value) => Math.max(0, value - wanted)),
  apply: (machine) => writeNumber(machine, path, wanted),
};
