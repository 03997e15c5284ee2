/** Cuts text that comes in pieces into lines. Programs that draw progress end a line with a carriage return. */

export type LineDecoder = {
  take(text: string): void;
  /** The last line may have no ending. */
  end(): void;
};

const maxLineCharacters = 8000;

/** A line that is longer than 8000 characters is handed out in parts of at most that length. Empty lines are left out. */
export function createLineDecoder(onLine: (line: string) => void): LineDecoder {
  let open = '';

  function tell(line: string): void {
    for (const part of partsOf(line)) if (part.trim() !== '') onLine(part);
  }

  return {
    take(text) {
      const lines = (open + text).split(/\r\n|\n|\r/);
      open = lines.pop() ?? '';
      for (const line of lines) tell(line);
      if (open.length <= maxLineCharacters) return;
      const parts = partsOf(open);
      open = parts.pop() ?? '';
      for (const part of parts) tell(part);
    },
    end() {
      tell(open);
      open = '';
    },
  };
}

/** Never cut through the middle of a character that takes two units. */
function partsOf(line: string): string[] {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > maxLineCharacters) {
    const isSplit = /[\ud800-\udbff]/.test(rest.charAt(maxLineCharacters - 1));
    const length = isSplit ? maxLineCharacters - 1 : maxLineCharacters;
    parts.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return [...parts, rest];
}
