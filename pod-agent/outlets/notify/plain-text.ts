/** Text from the machine, made fit to be shown elsewhere: mount paths and drivers' messages may hold anything. Pure. */

/** One line: controls, direction marks and other invisible characters are spaces, and what is too long ends in "…". */
export function plainText(text: string, maxLength: number): string {
  return shortened(text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim(), maxLength);
}

/** At most `maxLength` UTF-16 units, no character cut in two. */
function shortened(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const kept = text.slice(0, Math.max(0, maxLength - 1));
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** Each character as `escaped` gives it, as many as fit: an escape is never cut in two, so that none loses its effect. */
export function escapedWithin(
  text: string,
  maxLength: number,
  escaped: (character: string) => string,
): string {
  const pieces = [...text].map(escaped);
  const whole = pieces.join('');
  if (whole.length <= maxLength) return whole;
  let kept = '';
  for (const piece of pieces) {
    if (kept.length + piece.length > maxLength - 1) break;
    kept += piece;
  }
  return `${kept}…`;
}

/** As many lines as fit, first ones first, and how many do not. `size` measures in the unit of the limit. */
export function linesWithin(
  lines: readonly string[],
  limit: number,
  size: (text: string) => number = (text) => text.length,
): string {
  const whole = lines.join('\n');
  if (size(whole) <= limit) return whole;
  for (let count = lines.length - 1; count > 0; count--) {
    const some = [...lines.slice(0, count), `… and ${lines.length - count} more.`].join('\n');
    if (size(some) <= limit) return some;
  }
  return `${lines.length} alerts.`;
}
