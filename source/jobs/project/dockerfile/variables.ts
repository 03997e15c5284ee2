/** Names and values in ENV, ARG and LABEL, and `$NAME` where a Dockerfile fills it in. */

export type Assignment = {
  readonly name: string;
  /** Without its quotes; null: ARG without a value. */
  readonly value: string | null;
};

/** `A=b C="d e"`, and the bare `A` of ARG. */
export function assignments(text: string): readonly Assignment[] {
  return splitWords(text).map((word) => {
    const equals = word.indexOf('=');
    return equals === -1
      ? { name: word, value: null }
      : { name: word.slice(0, equals), value: word.slice(equals + 1) };
  });
}

/** ENV has an older form too, `ENV NAME all the rest`, in which nothing is a name but the first word. */
export function environmentAssignments(text: string): readonly Assignment[] {
  const [, name, value] = /^([^\s=]+)\s+(.*)$/s.exec(text) ?? [];
  return name === undefined || value === undefined ? assignments(text) : [{ name, value }];
}

/** By spaces that are not quoted; quotes and backslashes are taken away. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  const form = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"?|'[^']*'?)+/gs;
  for (const [word] of text.matchAll(form)) words.push(unquoted(word));
  return words;
}

function unquoted(word: string): string {
  return word.replace(
    /"((?:[^"\\]|\\.)*)"?|'([^']*)'?|\\(.)/gs,
    (_, double: string | undefined, single: string | undefined, escaped: string | undefined) =>
      double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\$])/g, '$1'),
  );
}

/**
 * Fills in `$NAME`, `${NAME}`, `${NAME:-other}` and `${NAME:+other}`.
 * @returns null where a name has no value.
 */
export function filledIn(text: string, values: Readonly<Record<string, string>>): string | null {
  let isWhole = true;
  const filled = text.replace(
    /\$(?:\{(\w+)(?:(:?[-+])([^}]*))?\}|(\w+))/g,
    (_, braced: string | undefined, how: string | undefined, other = '', bare = '') => {
      const name = braced ?? bare;
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      const isSet = value !== undefined && (value !== '' || how?.startsWith(':') !== true);
      if (how?.endsWith('+')) return isSet ? other : '';
      if (isSet) return value;
      if (how?.endsWith('-')) return other;
      isWhole = false;
      return '';
    },
  );
  return isWhole ? filled : null;
}
