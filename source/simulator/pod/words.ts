/** Splits a command line into words as a POSIX shell does, with quotes and backslashes and without anything else of a shell. */

/** null: the line needs a shell (pipes, lists, substitutions), or a quote is left open. */
export function splitWords(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) return null;
      word = (word ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (character === '"') {
      const quoted = readDoubleQuoted(line, at + 1);
      if (quoted === null) return null;
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (character === '\\') {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else if (character === ' ' || character === '\t' || character === '\n') {
      if (word !== null) words.push(word);
      word = null;
    } else if ('|&;<>()$`'.includes(character)) {
      return null;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/** Up to the closing quote; null where there is none, or where the text wants something substituted. */
function readDoubleQuoted(
  line: string,
  from: number,
): { readonly text: string; readonly end: number } | null {
  let text = '';
  for (let at = from; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '"') return { text, end: at };
    if (character === '$' || character === '`') return null;
    if (character === '\\' && '"\\$`'.includes(line[at + 1] ?? ' ')) {
      at += 1;
      text += line[at] ?? '';
    } else {
      text += character;
    }
  }
  return null;
}
