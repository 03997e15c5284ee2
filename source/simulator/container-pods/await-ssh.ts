/** Waits until sshd greets. A published port may take connections before anybody listens behind it, so its word counts. */
import { connect } from 'node:net';

const retryAfterMs = 100;
const greetsWithinMs = 1000;

/** @returns False when the signal came first. */
export async function awaitSsh(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await greets(host, port)) return true;
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
  }
  return false;
}

function greets(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: greetsWithinMs });
    const end = (greeted: boolean) => () => {
      socket.destroy();
      resolve(greeted);
    };
    socket.once('data', (chunk) => end(chunk.toString('latin1').startsWith('SSH-'))());
    for (const event of ['error', 'timeout', 'close']) socket.once(event, end(false));
  });
}
