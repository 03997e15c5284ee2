/** From a meaning to the sequence that the terminal understands. */
import type { Look } from './look.ts';
import { themeNamed } from './themes/index.ts';
import { type Role, roles } from './themes/shade.ts';

export { type Role, roles };

/** The sequence that turns a role's colours on; empty where the role looks like plain text. */
export function opening(role: Role, look: Look, isSelected: boolean): string {
  const parameters = [...background(look, isSelected), ...foreground(role, look, isSelected)];
  return parameters.length === 0 ? '' : `\u001b[${parameters.join(';')}m`;
}

function foreground(role: Role, look: Look, isSelected: boolean): (string | number)[] {
  const shade = role === 'text' ? null : themeNamed(look.theme).shades[role];
  const weight = shade?.bold === true ? [1] : [];
  if (shade === null || look.colours === 'none') return weight;
  if (look.colours === 'truecolor') return [...weight, `38;2;${shade.rgb.join(';')}`];
  if (look.colours === '256') return [...weight, `38;5;${shade.index}`];
  // Sixteen colours cannot promise contrast on a coloured ground, so an inverse row carries no other colour.
  return isSelected ? weight : [...weight, shade.basic];
}

function background(look: Look, isSelected: boolean): (string | number)[] {
  if (!isSelected) return [];
  const { selectedBackground } = themeNamed(look.theme);
  if (look.colours === 'truecolor') return [`48;2;${selectedBackground.rgb.join(';')}`];
  if (look.colours === '256') return [`48;5;${selectedBackground.index}`];
  return [7];
}
