/** Pasted text between the marks of bracketed paste mode (xterm's ctlseqs, mode 2004). */

export const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

/** More than this is no paste into a console but an accident; what is beyond it is dropped. */
export const maxPasteLength = 65_536;

export type BracketedPaste = { readonly text: string };

/** The paste so far with the text that has come since; `rest` is what is not paste, or may be half the end mark. */
export function readPaste(
  paste: BracketedPaste,
  input: string,
): { readonly text: string; readonly rest: string; readonly isComplete: boolean } {
  const end = input.indexOf(pasteEnd);
  if (end >= 0) {
    return {
      text: joined(paste.text, input.slice(0, end)),
      rest: input.slice(end + pasteEnd.length),
      isComplete: true,
    };
  }
  const kept = partOfPasteEnd(input);
  const split = input.length - kept;
  return { text: joined(paste.text, input.slice(0, split)), rest: input.slice(split), isComplete: false };
}

/** How many of the last characters may be the beginning of the end mark. */
function partOfPasteEnd(text: string): number {
  for (let length = Math.min(text.length, pasteEnd.length - 1); length > 0; length--) {
    if (text.endsWith(pasteEnd.slice(0, length))) return length;
  }
  return 0;
}

function joined(text: string, more: string): string {
  return (text + more).slice(0, maxPasteLength);
}

/** Line ends as one newline each, and no other control characters than tabs. */
export function plainText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '');
}
