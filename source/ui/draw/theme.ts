/** Colours by meaning. A colour is never the only sign: glyph and word carry the same meaning beside it. */
import type { Look } from './look.ts';

export const roles = [
  'text',
  'dim',
  'faint',
  'title',
  'accent',
  'key',
  'ok',
  'warn',
  'crit',
  'info',
  'lost',
  'idle',
  'gauge',
  'heat',
  'spark',
] as const;
export type Role = (typeof roles)[number];

type Shade = {
  /** Red, green, blue, 0 to 255. */
  readonly rgb: readonly [number, number, number];
  readonly index: number;
  /** The SGR parameter in a terminal of 16 colours. */
  readonly basic: number;
  readonly bold?: true;
};

const shades: Readonly<Record<Exclude<Role, 'text'>, Shade>> = {
  dim: { rgb: [128, 137, 150], index: 245, basic: 90 },
  faint: { rgb: [72, 80, 94], index: 239, basic: 90 },
  title: { rgb: [226, 232, 240], index: 255, basic: 97, bold: true },
  accent: { rgb: [103, 183, 255], index: 75, basic: 96, bold: true },
  key: { rgb: [103, 183, 255], index: 75, basic: 96 },
  ok: { rgb: [87, 199, 133], index: 78, basic: 32 },
  warn: { rgb: [240, 190, 74], index: 221, basic: 93 },
  crit: { rgb: [255, 107, 107], index: 203, basic: 91, bold: true },
  info: { rgb: [120, 170, 255], index: 111, basic: 94 },
  lost: { rgb: [208, 140, 230], index: 176, basic: 95 },
  idle: { rgb: [205, 165, 110], index: 179, basic: 33 },
  gauge: { rgb: [80, 190, 190], index: 73, basic: 36 },
  heat: { rgb: [150, 140, 240], index: 105, basic: 34 },
  spark: { rgb: [110, 160, 210], index: 110, basic: 36 },
};

const selectedBackground = { rgb: [38, 52, 76], index: 236 } as const;

/** The sequence that turns a role's colours on; empty where the role looks like plain text. */
export function opening(role: Role, look: Look, isSelected: boolean): string {
  const parameters = [...background(look, isSelected), ...foreground(role, look, isSelected)];
  return parameters.length === 0 ? '' : `\u001b[${parameters.join(';')}m`;
}

function foreground(role: Role, look: Look, isSelected: boolean): (string | number)[] {
  const shade = role === 'text' ? null : shades[role];
  const weight = shade?.bold === true ? [1] : [];
  if (shade === null || look.colours === 'none') return weight;
  if (look.colours === 'truecolor') return [...weight, `38;2;${shade.rgb.join(';')}`];
  if (look.colours === '256') return [...weight, `38;5;${shade.index}`];
  // Sixteen colours cannot promise contrast on a coloured ground, so an inverse row carries no other colour.
  return isSelected ? weight : [...weight, shade.basic];
}

function background(look: Look, isSelected: boolean): (string | number)[] {
  if (!isSelected) return [];
  if (look.colours === 'truecolor') return [`48;2;${selectedBackground.rgb.join(';')}`];
  if (look.colours === '256') return [`48;5;${selectedBackground.index}`];
  return [7];
}
