/** For a light terminal: the same meanings, dark enough to be read on white. */
import type { Theme } from './shade.ts';

export const light: Theme = {
  name: 'light',
  selectedBackground: { rgb: [214, 226, 244], index: 189 },
  shades: {
    dim: { rgb: [98, 106, 118], index: 241, basic: 90 },
    faint: { rgb: [168, 176, 188], index: 249, basic: 37 },
    title: { rgb: [20, 26, 36], index: 234, basic: 30, bold: true },
    accent: { rgb: [0, 92, 180], index: 25, basic: 34, bold: true },
    key: { rgb: [0, 92, 180], index: 25, basic: 34 },
    match: { rgb: [160, 84, 0], index: 130, basic: 33, bold: true },
    ok: { rgb: [14, 122, 62], index: 28, basic: 32 },
    warn: { rgb: [158, 100, 0], index: 130, basic: 33 },
    crit: { rgb: [194, 24, 36], index: 160, basic: 31, bold: true },
    info: { rgb: [34, 88, 196], index: 26, basic: 34 },
    lost: { rgb: [134, 46, 164], index: 91, basic: 35 },
    idle: { rgb: [128, 86, 24], index: 94, basic: 33 },
    gauge: { rgb: [0, 118, 118], index: 30, basic: 36 },
    heat: { rgb: [84, 72, 190], index: 62, basic: 34 },
    spark: { rgb: [34, 96, 156], index: 25, basic: 36 },
  },
};
