/**
 * Ports for servers that are started later, by another process. The kernel hands none of them out by itself, neither to
 * a server that asks for any port nor to a client that connects, and no other test of this machine is given the same.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** Below are the well-known ones of what may run on this machine. */
const lowest = 10_240;

/** A port nobody listens on, this test's own until its process ends. */
export async function freePort(): Promise<number> {
  const end = firstOfKernel();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * (end - lowest));
    if ((await isOurs(port)) && (await isFree(port))) return port;
  }
  throw new Error(`No free port between ${lowest} and ${end}.`);
}

/** The ports from here on are the kernel's, given to whoever asks for any (ip(7)). */
function firstOfKernel(): number {
  try {
    const [first = ''] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/);
    // A machine may give nearly all of them to its kernel.
    if (Number(first) > lowest + 1000) return Number(first);
  } catch {
    // Not Linux.
  }
  return 32_768;
}

/** A name without a file, which only one process can have and which is gone with that process (unix(7), abstract). */
async function isOurs(port: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const claim = createServer();
  claim.unref();
  return (await problemOf(claim.listen(`\0pod-engine-test-port-${port}`))) !== 'EADDRINUSE';
}

/** Asked for on every address, as a server would that listens on all of them. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port);
  if ((await problemOf(server)) !== null) return false;
  server.close();
  await once(server, 'close');
  return true;
}

/** null as soon as it listens. */
function problemOf(server: Server): Promise<string | null> {
  return once(server, 'listening').then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}
