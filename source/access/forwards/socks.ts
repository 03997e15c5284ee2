/** SOCKS5 (RFC 1928) as far as CONNECT without authentication: who connects says where to, by name or by address. */
import type { Socket } from 'node:net';

export type SocksRequest =
  | { readonly ok: true; readonly host: string; readonly port: number; readonly rest: Buffer }
  | { readonly ok: false; readonly reason: string };

/** The answer's second byte. */
export const socksReplies = {
  granted: 0,
  failed: 1,
  notAllowed: 2,
  hostUnreachable: 4,
  refused: 5,
  commandUnknown: 7,
  addressUnknown: 8,
} as const;

const version = 5;
const longestRequestBytes = 600;

/** Reads greeting and request within `timeoutMs`. A name is not looked up here: the pod does that. */
export function readSocksRequest(socket: Socket, timeoutMs: number): Promise<SocksRequest> {
  return new Promise((resolve) => {
    let read: Buffer = Buffer.alloc(0);
    let greeted = false;
    const timer = setTimeout(
      () => finish({ ok: false, reason: 'it did not say where to in time' }),
      timeoutMs,
    );

    function finish(request: SocksRequest): void {
      clearTimeout(timer);
      socket.off('data', take);
      socket.off('close', gone);
      socket.pause();
      resolve(request);
    }

    function gone(): void {
      finish({ ok: false, reason: 'it went before it said where to' });
    }

    function take(chunk: Buffer): void {
      read = Buffer.concat([read, chunk]);
      if (!greeted) {
        const rest = afterGreeting(read);
        if (rest === null) return;
        if (rest === 'wrong') {
          finish({ ok: false, reason: 'whoever connected does not speak SOCKS5 (with curl: -x socks5h://)' });
          return;
        }
        greeted = true;
        read = rest.bytes;
        if (!rest.takesNone) {
          socket.write(Uint8Array.of(version, 0xff));
          finish({ ok: false, reason: 'it wants a password, and there is none' });
          return;
        }
        socket.write(Uint8Array.of(version, 0));
      }
      const request = requestOf(read);
      if (request !== null) finish(request);
      else if (read.length > longestRequestBytes) finish({ ok: false, reason: 'its request has no end' });
    }

    socket.on('data', take);
    socket.on('close', gone);
    socket.resume();
  });
}

/** Binds nothing that the client could use, so the address in the answer is none. */
export function writeSocksReply(socket: Socket, reply: number): void {
  socket.write(Uint8Array.of(version, reply, 0, 1, 0, 0, 0, 0, 0, 0));
}

function afterGreeting(
  bytes: Buffer,
): { readonly bytes: Buffer; readonly takesNone: boolean } | 'wrong' | null {
  if (bytes.length > 0 && bytes[0] !== version) return 'wrong';
  const count = bytes[1];
  if (count === undefined || bytes.length < 2 + count) return null;
  return {
    bytes: Buffer.from(bytes.subarray(2 + count)),
    takesNone: bytes.subarray(2, 2 + count).includes(0),
  };
}

/** null: not all of it is there. */
function requestOf(bytes: Buffer): SocksRequest | null {
  const [said, command, , kind, length = 0] = bytes;
  if (kind === undefined || bytes.length < 5) return null;
  if (said !== version)
    return { ok: false, reason: 'whoever connected does not speak SOCKS5 (with curl: -x socks5h://)' };
  if (command !== 1) return { ok: false, reason: 'it wants something else than to connect' };
  const start = kind === 3 ? 5 : 4;
  const size = kind === 1 ? 4 : kind === 4 ? 16 : kind === 3 ? length : null;
  if (size === null) return { ok: false, reason: 'its kind of address is not known' };
  if (bytes.length < start + size + 2) return null;
  const host = hostOf(kind, bytes.subarray(start, start + size));
  if (!/^[\w.:%-]{1,253}$/.test(host)) return { ok: false, reason: 'its host is no name' };
  const port = bytes.readUInt16BE(start + size);
  return { ok: true, host, port, rest: Buffer.from(bytes.subarray(start + size + 2)) };
}

function hostOf(kind: number, bytes: Buffer): string {
  if (kind === 3) return bytes.toString('latin1');
  if (kind === 1) return [...bytes].join('.');
  return Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16)).join(':');
}
