/**
 * Ctrl-] among what the operator types into a shell: it comes back to the console. An editor may have switched the
 * keyboard to another form, so it is known in all of them: the byte itself, xterm's modifyOtherKeys, the kitty protocol.
 */

export type TypedInput = {
  /** What goes to the shell. */
  readonly before: Buffer;
  readonly comesBack: boolean;
};

/** `CSI 27;5;93~`, `CSI 93;5u`, and the latter with alternate keys, lock keys and the kind of event. */
const returnKey = /\x1d|\x1b\[27;5;93~|\x1b\[93(?::\d*)*;(?:5|69|133|197)(?::[12])?(?:;\d*)?u/;

/** Node gives strings where somebody has set an encoding on standard input; a key looked for as a byte is then missed. */
export function readTyped(chunk: Uint8Array | string): TypedInput {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : Buffer.from(chunk);
  // One character a byte, so that places in the text are places in the bytes.
  const found = returnKey.exec(bytes.toString('latin1'));
  return found === null
    ? { before: bytes, comesBack: false }
    : { before: bytes.subarray(0, found.index), comesBack: true };
}
