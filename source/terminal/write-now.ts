import { writeSync } from 'node:fs';

/** A terminal that has not taken a few hundred bytes by then is stalled or gone. */
const deadlineMs = 500;
const pauseMs = 5;

/**
 * Writes all of `text` before it returns, so that it arrives even if the process ends at once. Gives up, without an
 * error, on a terminal that is gone or does not read: there is nobody left to tell.
 */
export function writeNow(fileDescriptor: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  for (let waitedMs = 0; rest.length > 0 && waitedMs < deadlineMs; ) {
    const written = tryWrite(fileDescriptor, rest);
    if (written === null) return;
    rest = rest.subarray(written);
    if (written > 0) continue;
    pause();
    waitedMs += pauseMs;
  }
}

/** The number of bytes taken, 0 when the terminal is busy, null when it cannot be written to. */
function tryWrite(fileDescriptor: number, bytes: Uint8Array): number | null {
  try {
    return writeSync(fileDescriptor, bytes);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 0 : null;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}
