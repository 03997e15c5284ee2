/** The end of a log may begin in the midst of a private key: its lines stand there without their heading. Pure. */

const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const shortestLine = 16;

/** Replaces what belongs to a key before each of its endings. @returns The text, and how many there were. */
export function withoutKeyRemains(
  text: string,
  mark: string,
): { readonly text: string; readonly count: number } {
  const parts = text.split(keyEnd);
  const kept = parts.map((part, at) => (at === parts.length - 1 ? part : `${withoutLastWords(part)}${mark}`));
  return { text: kept.join(''), count: parts.length - 1 };
}

/** Backwards, word by word, as long as they are a key's. The last line of a key may be short. */
function withoutLastWords(part: string): string {
  let end = part.length;
  for (let isLast = true; ; isLast = false) {
    const wordEnd = backWhile(part, end, /\s/);
    const wordStart = backWhile(part, wordEnd, /[A-Za-z0-9+/=]/);
    if (wordStart === wordEnd || (!isLast && wordEnd - wordStart < shortestLine)) return part.slice(0, end);
    end = wordStart;
  }
}

function backWhile(text: string, from: number, wanted: RegExp): number {
  let at = from;
  while (at > 0 && wanted.test(text.charAt(at - 1))) at--;
  return at;
}
