/**
 * Ctrl-] among what the operator types into a shell: it comes back to the console. An editor may have switched the
 * keyboard to another form, so it is known in all of them: the byte itself, xterm's modifyOtherKeys, the kitty protocol.
 */

export type TypedInput = {
  /** What goes to the shell. */
  readonly before: Buffer;
  readonly comesBack: boolean;
};

export type TypedReader = {
  /** Node gives strings where somebody has set an encoding on standard input; a key looked for as a byte is then missed. */
  read(chunk: Uint8Array | string): TypedInput;
};

/** `CSI 27;5;93~`, `CSI 93;5u`, and the latter with alternate keys, lock keys and the kind of event. */
const returnKey = /\x1d|\x1b\[27;5;93~|\x1b\[93(?::\d*)*;(?:5|69|133|197)(?::[12])?(?:;\d*)?u/;
const aloneReturnKey = new RegExp(`^(?:${returnKey.source})$`);
/** A paste begins with `CSI 200~` and ends with `CSI 201~`, where the program in the pod has asked for that. */
const markOrKey = new RegExp(`\\x1b\\[20([01])~|${returnKey.source}`, 'g');
/** The most that a chunk can hold of a mark whose end is in the next one. */
const longestPartOfMark = 5;

/** What is pasted is for the shell, whatever is in it: only a key that is pressed comes back. */
export function createTypedReader(): TypedReader {
  let isPasting = false;
  let lastBytes = '';
  return {
    read(chunk) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : Buffer.from(chunk);
      // One character a byte, so that places in the text are places in the bytes.
      const text = bytes.toString('latin1');
      // Alone it is a key at any time, so that a paste whose end never comes holds nobody.
      if (aloneReturnKey.test(text)) return { before: bytes.subarray(0, 0), comesBack: true };
      const joined = lastBytes + text;
      const begin = lastBytes.length;
      lastBytes = joined.slice(-longestPartOfMark);
      for (const { index, 0: found, 1: mark } of joined.matchAll(markOrKey)) {
        if (mark !== undefined) isPasting = mark === '0';
        else if (index >= begin && !isPasting && !isWithinLines(text, index - begin + found.length))
          return { before: bytes.subarray(0, index - begin), comesBack: true };
      }
      return { before: bytes, comesBack: false };
    },
  };
}

/** Several lines that come at once, and go on after it, are a paste that has no marks: nobody types so fast. */
function isWithinLines(text: string, end: number): boolean {
  return end < text.length && (text.match(/[\r\n]/g)?.length ?? 0) >= 2;
}
