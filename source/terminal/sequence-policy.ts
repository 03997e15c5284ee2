/**
 * Which sequences of a program in a pod may reach the operator's terminal (xterm's ctlseqs, ECMA-48).
 *
 * What draws may. What acts beyond the screen may not: the clipboard, notifications, files, windows, printers, the
 * keyboard's lock. Of what the terminal answers, only answers of fixed form may be asked for, a few digits that no shell
 * takes for a command: the cursor's place, the kind of terminal, a mode. Editors and prompts wait for those. What could
 * be made to answer with text of somebody's choosing (titles, colours, the screen's checksum) may not.
 */

export type ControlSequence = {
  /** One of `<=>?`, or nothing. */
  readonly prefix: string;
  /** "1;38;5;3". */
  readonly parameters: string;
  /** Characters from the space to the slash. */
  readonly intermediates: string;
  readonly final: string;
};

/** The sequence as it may be sent on, or nothing. */
export function allowedControl({ prefix, parameters, intermediates, final }: ControlSequence): string {
  const kind = prefix + intermediates + final;
  const kept = final === 'h' || final === 'l' ? keptModes(prefix, parameters) : parameters;
  if (kept === null || deniedKinds.has(kind) || deniedIntermediates.test(intermediates)) return '';
  if (final === 't' || final === 'w' || final === 'i') return '';
  if (final === 'n' && !allowedReports.has(prefix + parameters) && prefix !== '>') return '';
  if (final === 'c' && !/^>?0?$/.test(prefix + parameters)) return '';
  return `\x1b[${prefix}${kept}${intermediates}${final}`;
}

/** Status, the cursor's place, and the same in DEC's form. */
const allowedReports: ReadonlySet<string> = new Set(['5', '6', '?6']);

const deniedKinds: ReadonlySet<string> = new Set([
  'x', // DECREQTPARM
  'y', // DECTST: self tests
  '*y', // DECRQCRA: a checksum tells what stands on the screen
  '>q', // XTVERSION
  '>T', // how titles are reported
  '?S', // XTSMGRAPHICS
  '?m', // XTQMODKEYS
  '"p', // DECSCL: would let the terminal send controls of 8 bits
  '$|', // DECSCPP, DECSNLS, DECSLPP: the window's size
  '*|',
  '$}', // the status line
  '$~',
]);

/** The locator, and stacks of colours and reports of xterm's. */
const deniedIntermediates = /['#]/;

/** Of those that are not DEC's only insertion and line feed. null: none is left. */
function keptModes(prefix: string, parameters: string): string | null {
  if (prefix !== '?' && prefix !== '') return null;
  const kept = parameters
    .split(';')
    .filter((mode) => (prefix === '?' ? !deniedModes.has(mode) : mode === '4' || mode === '20'));
  return kept.length === 0 ? null : kept.join(';');
}

const deniedModes: ReadonlySet<string> = new Set([
  '2', // A terminal of before ANSI, which no sequence that mends would reach
  '38', // Tektronix, the same
  '3', // 132 columns, and what allows it
  '40',
  '46', // A log, written to a file here
  '1042', // The bell takes the user's attention, or brings the window to the front
  '1043',
  '9001', // Keys in Windows' form
]);

/** Of an operating system command: the title, a link, the marks of a prompt. */
export function allowedCommand(payload: string): string {
  const [, number = '', rest = ''] = /^(\d{1,4});?(.*)$/s.exec(payload) ?? [];
  if (/^[012]$/.test(number)) return `\x1b]${number};${printable(rest).slice(0, maxTitleLength)}\x1b\\`;
  if (number === '133') return `\x1b]133;${printable(rest).slice(0, maxMarkLength)}\x1b\\`;
  return number === '8' ? allowedLink(rest) : '';
}

const maxTitleLength = 200;
const maxMarkLength = 100;
const maxLinkLength = 2083;

/** `id=1;https://…`; an empty address ends a link. */
function allowedLink(rest: string): string {
  const at = rest.indexOf(';');
  const parameters = printable(rest.slice(0, at));
  const address = printable(rest.slice(at + 1));
  const isFine = address === '' || /^(https?|mailto|file):/i.test(address);
  if (at < 0 || !isFine || address.length > maxLinkLength || parameters.length > maxMarkLength) return '';
  return `\x1b]8;${parameters};${address}\x1b\\`;
}

/**
 * Of an escape without parameters: no other character sets than those of G0 to G3, no controls of 8 bits, no DECID, and
 * no end of a string that has not begun.
 */
export function allowedEscape(intermediates: string, final: string): string {
  if (intermediates === '' && (final === 'Z' || final === '\\')) return '';
  if (/[ %&"!]/.test(intermediates)) return '';
  return `\x1b${intermediates}${final}`;
}

/** `ESC k`, as a program believes to be in screen or tmux: the title of its window. */
export function allowedWindowName(payload: string): string {
  return `\x1bk${printable(payload).slice(0, maxTitleLength)}\x1b\\`;
}

function printable(text: string): string {
  return text.replaceAll(/[\x00-\x1f\x7f-\x9f]/g, '');
}
