/** The title of the terminal's window (OSC 2), kept by the terminal on a stack (XTWINOPS 22 and 23) and put back. */

export const saveTitle = '\x1b[22;2t';
export const restoreTitle = '\x1b[23;2t';

const maxTitleLength = 200;

/** The sequence that sets the title; control characters are left out, since they would end it. */
export function titleSequence(title: string): string {
  return `\x1b]2;${title.replaceAll(/[\x00-\x1f\x7f-\x9f]/g, '').slice(0, maxTitleLength)}\x1b\\`;
}
