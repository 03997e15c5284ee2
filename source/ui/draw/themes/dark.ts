/** For a dark terminal. */
import type { Theme } from './shade.ts';

export const dark: Theme = {
  name: 'dark',
  selectedBackground: { rgb: [38, 52, 76], index: 236 },
  shades: {
    dim: { rgb: [128, 137, 150], index: 245, basic: 90 },
    faint: { rgb: [72, 80, 94], index: 239, basic: 90 },
    title: { rgb: [226, 232, 240], index: 255, basic: 97, bold: true },
    accent: { rgb: [103, 183, 255], index: 75, basic: 96, bold: true },
    key: { rgb: [103, 183, 255], index: 75, basic: 96 },
    match: { rgb: [255, 214, 102], index: 221, basic: 93, bold: true },
    ok: { rgb: [87, 199, 133], index: 78, basic: 32 },
    warn: { rgb: [240, 190, 74], index: 221, basic: 93 },
    crit: { rgb: [255, 107, 107], index: 203, basic: 91, bold: true },
    info: { rgb: [120, 170, 255], index: 111, basic: 94 },
    lost: { rgb: [208, 140, 230], index: 176, basic: 95 },
    idle: { rgb: [205, 165, 110], index: 179, basic: 33 },
    gauge: { rgb: [80, 190, 190], index: 73, basic: 36 },
    heat: { rgb: [150, 140, 240], index: 105, basic: 34 },
    spark: { rgb: [110, 160, 210], index: 110, basic: 36 },
  },
};
