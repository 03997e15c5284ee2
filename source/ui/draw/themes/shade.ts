/** What a theme is: a colour for each meaning. A colour is never the only sign: glyph and word say the same beside it. */

export const roles = [
  'text',
  'dim',
  'faint',
  'title',
  'accent',
  'key',
  'match',
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

export type Shade = {
  /** Red, green, blue, 0 to 255. */
  readonly rgb: readonly [number, number, number];
  readonly index: number;
  /** The SGR parameter in a terminal of 16 colours. */
  readonly basic: number;
  readonly bold?: true;
};

export type Theme = {
  readonly name: string;
  /** Plain text has the terminal's own colour. */
  readonly shades: Readonly<Record<Exclude<Role, 'text'>, Shade>>;
  readonly selectedBackground: Pick<Shade, 'rgb' | 'index'>;
};
