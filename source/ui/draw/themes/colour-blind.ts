/** Good, warning and failure told apart by blue, yellow and magenta: for eyes that see red and green alike. */
import { dark } from './dark.ts';
import type { Theme } from './shade.ts';

export const colourBlind: Theme = {
  ...dark,
  name: 'colour-blind',
  shades: {
    ...dark.shades,
    ok: { rgb: [86, 156, 255], index: 75, basic: 94 },
    warn: { rgb: [240, 228, 66], index: 227, basic: 93 },
    crit: { rgb: [255, 110, 220], index: 206, basic: 95, bold: true },
    lost: { rgb: [200, 200, 200], index: 251, basic: 37 },
    idle: { rgb: [213, 146, 60], index: 172, basic: 33 },
  },
};
