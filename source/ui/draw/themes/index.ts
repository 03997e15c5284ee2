/** All themes, the usual one first. */
import { colourBlind } from './colour-blind.ts';
import { dark } from './dark.ts';
import { light } from './light.ts';
import type { Theme } from './shade.ts';

export const themes: readonly Theme[] = [dark, light, colourBlind];

export const themeNames: readonly string[] = themes.map((theme) => theme.name);

/** The theme of that name; the usual one where there is none. */
export function themeNamed(name: string | undefined): Theme {
  return themes.find((theme) => theme.name === name) ?? dark;
}
