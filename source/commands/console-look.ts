/** How the console may draw: what the terminal can show, and what the operator likes. */
import type { Settings } from '../settings/settings.ts';
import { terminalCapabilities } from '../terminal/capabilities.ts';
import type { Look } from '../ui/draw/look.ts';
import type { CommandContext } from './command.ts';

export function lookOf(from: {
  readonly environment: CommandContext['environment'];
  readonly settings: Settings;
  readonly noColour: boolean;
}): Look {
  const { environment, settings, noColour } = from;
  const shown = terminalCapabilities({ environment, isTerminal: true, noColour, ascii: settings.ascii });
  return { ...shown, theme: settings.theme ?? themeOf(environment) };
}

/** COLORFGBG is "foreground;background" as colour numbers, set by rxvt, Konsole and others: 7 and 15 are light grounds. */
function themeOf(environment: CommandContext['environment']): string {
  const ground = (environment.COLORFGBG ?? '').split(';').at(-1);
  return ground === '7' || ground === '15' ? 'light' : 'dark';
}
