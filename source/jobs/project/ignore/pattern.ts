/**
 * One pattern of a .dockerignore file, matched as the builders match it: Go's `filepath.Match` with `**` besides, over
 * paths with / that have no / in front.
 */

export type IgnorePattern = {
  /** `!` in front: what it matches is taken back in. */
  readonly isException: boolean;
  /** Cleaned, without the `!`. */
  readonly text: string;
  readonly form: RegExp;
};

/** @returns null for a pattern that is no pattern, such as `[` without its end; builders refuse the file then. */
export function ignorePattern(text: string, isException: boolean): IgnorePattern | null {
  try {
    return { isException, text, form: new RegExp(formOf(text), 's') };
  } catch {
    return null;
  }
}

/** As a regular expression over the whole path. */
function formOf(text: string): string {
  let form = '^';
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '*' && text[at + 1] === '*') {
      at += text[at + 2] === '/' ? 2 : 1;
      form += at + 1 >= text.length ? '.*' : '(?:.*/)?';
    } else if (letter === '*') form += '[^/]*';
    else if (letter === '?') form += '[^/]';
    else if (letter === '[') {
      const end = endOfClass(text, at);
      form += classOf(text.slice(at + 1, end));
      at = end;
    } else if (letter === '\\' && at + 1 < text.length) {
      at += 1;
      form += escaped(text[at] ?? '');
    } else form += escaped(letter);
  }
  return `${form}$`;
}

/** A `]` that is escaped does not end the class. */
function endOfClass(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === ']') return at;
  }
  throw new SyntaxError('The class has no end.');
}

function classOf(inside: string): string {
  if (inside === '' || inside === '^') throw new SyntaxError('The class is empty.');
  return `[${inside.replace(/\[/g, '\\[')}]`;
}

function escaped(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
