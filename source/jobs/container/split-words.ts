/** A command line cut into words, with the quotes of a shell and nothing else of it: RunPod does so with a pod's start command. */

/** An open quote takes all that follows. */
export function splitWords(line: string): readonly string[] {
  const words = line.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"?|'[^']*'?)+/gs) ?? [];
  return words.map(unquoted);
}

function unquoted(word: string): string {
  return word.replace(
    /\\(.)|"((?:[^"\\]|\\.)*)"?|'([^']*)'?/gs,
    (_, escaped?: string, double?: string, single?: string) =>
      escaped ?? double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? '',
  );
}
