/** Each theme can be read: enough contrast on its own ground, and the meanings that matter apart from each other. */
import { expect, test } from 'vitest';
import { themeNamed, themes } from '../../../../source/ui/draw/themes/index.ts';

type Rgb = readonly [number, number, number];

const grounds: Readonly<Record<string, Rgb>> = {
  dark: [0, 0, 0],
  'colour-blind': [0, 0, 0],
  light: [255, 255, 255],
};

/** Contrast ratio after WCAG 2.2, 1 to 21. */
function contrast(left: Rgb, right: Rgb): number {
  const [high = 0, low = 0] = [luminance(left), luminance(right)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each(themes)('$name: words stand out from the ground, and from the selected row', (theme) => {
  const ground = grounds[theme.name];
  if (ground === undefined) throw new Error(`no ground is known for the theme ${theme.name}`);
  for (const [role, shade] of Object.entries(theme.shades)) {
    // Rules and troughs are meant to recede.
    if (role === 'faint') continue;
    expect(contrast(shade.rgb, ground), `${role} on the ground`).toBeGreaterThan(4.5);
    expect(contrast(shade.rgb, theme.selectedBackground.rgb), `${role} on the selected row`).toBeGreaterThan(
      3,
    );
  }
});

test.each(themes)('$name: ok, warn, fail and lost differ', (theme) => {
  const { ok, warn, crit, lost } = theme.shades;
  const colours = [ok, warn, crit, lost].map((shade) => shade.rgb.join());
  expect(new Set(colours).size).toBe(4);
});

test('an unknown name is the usual theme', () => {
  expect(themeNamed('none').name).toBe('dark');
});
