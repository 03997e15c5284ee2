/** A line of a log made fit for a terminal: what colours it stays, everything else that a terminal would obey goes. */
import { safeText } from '../../base/safe-text.ts';
import { maxLineLength } from './line.ts';

/** Select Graphic Rendition (ECMA-48): nothing but colour and weight. */
const sgr = /\x1b\[[0-9;:]{0,40}m/;
const everySgr = /\x1b\[[0-9;:]{0,40}m/g;

/**
 * One line, safe for a terminal, with its SGR sequences. Takes time linear in the length of the text. A text of more than
 * 16 KiB is cut, and says how many characters are left out.
 */
export function safeLine(text: string): string {
  const kept = text.length > maxLineLength ? text.slice(0, maxLineLength) : text;
  const missing = text.length - kept.length;
  const safe = sgr.test(kept) ? safeAround(kept) : safeText(kept, { maxLength: maxLineLength });
  return missing === 0 ? safe : `${safe} … ${missing} more characters`;
}

/** The text without its colours, as for a file or a pipe. */
export function plainLine(text: string): string {
  return text.includes('\x1b') ? text.replace(everySgr, '') : text;
}

function safeAround(text: string): string {
  let safe = '';
  let from = 0;
  for (const match of text.matchAll(everySgr)) {
    safe += safeText(text.slice(from, match.index), { maxLength: maxLineLength }) + match[0];
    from = match.index + match[0].length;
  }
  return safe + safeText(text.slice(from), { maxLength: maxLineLength });
}
