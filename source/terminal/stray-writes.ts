/** A stream whose `write` can be replaced; `process.stdout` is one. */
export type PatchableStream = { write: NodeJS.WriteStream['write']; readonly isTTY?: boolean };

/**
 * Hands what anything else writes to these streams (a library's warning, `console.log`) to `onText` instead of letting
 * it tear the screen. A stream that does not lead to the terminal is left alone. Returns the undoing.
 */
export function catchStrayWrites(
  streams: readonly PatchableStream[],
  onText: (text: string) => void,
): () => void {
  const undo = streams
    .filter((stream) => stream.isTTY === true)
    .map((stream) => replaceWrite(stream, onText));
  return () => {
    for (const restore of undo) restore();
  };
}

function replaceWrite(stream: PatchableStream, onText: (text: string) => void): () => void {
  const original = stream.write;
  const hasOwn = Object.hasOwn(stream, 'write');
  stream.write = (chunk: unknown, ...rest: unknown[]): boolean => {
    onText(typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString());
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
  return () => {
    if (hasOwn) stream.write = original;
    else Reflect.deleteProperty(stream, 'write');
  };
}
