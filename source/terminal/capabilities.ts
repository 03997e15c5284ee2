/** What a terminal can show, judged from what the environment says of it. */

export type Capabilities = {
  readonly colours: 'none' | '16' | '256' | 'truecolor';
  readonly glyphs: 'unicode' | 'ascii';
};

export type CapabilityOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether output goes to a terminal at all. */
  readonly isTerminal: boolean;
  /** `--no-color`, `--ascii`: what the operator asks for outweighs what the environment says. */
  readonly noColour?: boolean;
  readonly ascii?: boolean;
};

export function terminalCapabilities(options: CapabilityOptions): Capabilities {
  return { colours: coloursOf(options), glyphs: glyphsOf(options) };
}

/** NO_COLOR after no-color.org; FORCE_COLOR after force-color.org, with the levels that Node and chalk give it. */
function coloursOf({ environment, isTerminal, noColour }: CapabilityOptions): Capabilities['colours'] {
  if (noColour === true || isSet(environment.NO_COLOR)) return 'none';
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined) return forcedColours.get(forced) ?? coloursOfTerminal(environment, '16');
  if (!isTerminal) return 'none';
  return coloursOfTerminal(environment, 'none');
}

const forcedColours: ReadonlyMap<string, Capabilities['colours']> = new Map([
  ['0', 'none'],
  ['false', 'none'],
  ['1', '16'],
  ['2', '256'],
  ['3', 'truecolor'],
]);

function coloursOfTerminal(
  { TERM = '', COLORTERM = '' }: CapabilityOptions['environment'],
  least: Capabilities['colours'],
): Capabilities['colours'] {
  if (TERM === 'dumb' || TERM === '' || TERM.startsWith('vt')) return least;
  if (/^(truecolor|24bit)$/.test(COLORTERM) || TERM.endsWith('-direct')) return 'truecolor';
  if (/^(xterm-(kitty|ghostty)|alacritty|wezterm|foot)/.test(TERM)) return 'truecolor';
  return TERM.includes('256color') ? '256' : '16';
}

/** The locale by POSIX: LC_ALL outweighs LC_CTYPE, which outweighs LANG; an empty one counts as not set. */
function glyphsOf({ environment, ascii }: CapabilityOptions): Capabilities['glyphs'] {
  const { TERM = '', LC_ALL, LC_CTYPE, LANG } = environment;
  // The Linux console's fonts have neither eighths of blocks nor braille.
  if (ascii === true || TERM === 'linux' || TERM === 'dumb' || TERM.startsWith('vt')) return 'ascii';
  const locale = [LC_ALL, LC_CTYPE, LANG].find(isSet);
  // A minimal machine sets no locale at all, and its terminal is the operator's own all the same.
  if (locale === undefined) return 'unicode';
  return /utf-?8/i.test(locale) ? 'unicode' : 'ascii';
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
