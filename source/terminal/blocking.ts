/**
 * Makes writes to a terminal wait for it, or not. Node lets them wait, so that a terminal which does not read (Ctrl-S,
 * a slow line, a hung multiplexer) stops the whole process: polls, keep-alives, everything. The handle's method is not
 * documented, so it is looked for; false means that it is not there and nothing was changed.
 */
export function setBlocking(stream: object, isBlocking: boolean): boolean {
  if (!('_handle' in stream)) return false;
  const handle: unknown = stream._handle;
  if (typeof handle !== 'object' || handle === null || !('setBlocking' in handle)) return false;
  if (typeof handle.setBlocking !== 'function') return false;
  return handle.setBlocking(isBlocking) === 0;
}
