/** What becomes of one connection that a forward's listener has taken. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ForwardSpec } from '../../fleet/forward-spec.ts';
import type { StreamTarget } from '../../ssh/connection-types.ts';
import type { Outcome, SshFailure } from '../../ssh/failure.ts';
import type { KeptDoor } from './kept-door.ts';
import { type RelayCounts, relay, reset } from './relay.ts';
import { readSocksRequest, socksReplies, writeSocksReply } from './socks.ts';

/** From the connection to a stream that stands in the pod. */
export const openTimeoutMs = 10_000;

/** Never rejects. Gives why nothing came of the connection; null where it was served. */
export async function serveConnection(options: {
  readonly socket: Socket;
  readonly target: ForwardSpec['target'];
  readonly door: KeptDoor;
  readonly counts: RelayCounts;
}): Promise<string | null> {
  const { socket, target, door, counts } = options;
  // Before the relay takes over, an error has nobody to go to.
  socket.on('error', () => {});
  if (target.kind !== 'socks') {
    const opened = await openStream(door, target);
    if (!opened.ok) return refuse(socket, opened.failure);
    return served(socket, opened.value, counts);
  }
  const asked = await readSocksRequest(socket, openTimeoutMs);
  if (!asked.ok) {
    socket.end();
    socket.destroySoon();
    return asked.reason;
  }
  const opened = await openStream(door, { kind: 'tcp', host: asked.host, port: asked.port });
  writeSocksReply(socket, opened.ok ? socksReplies.granted : replyOf(opened.failure));
  if (!opened.ok) {
    socket.end();
    socket.destroySoon();
    return opened.failure.message;
  }
  if (asked.rest.length > 0) opened.value.stream.write(asked.rest);
  return served(socket, opened.value, counts);
}

type PodStream = { readonly stream: Duplex; readonly lost: Promise<unknown> };

async function served(socket: Socket, opened: PodStream, counts: RelayCounts): Promise<null> {
  await relay({ ...opened, socket, counts });
  return null;
}

async function openStream(kept: KeptDoor, target: StreamTarget): Promise<Outcome<PodStream>> {
  const reached = await kept.get(openTimeoutMs);
  if (!reached.ok) return reached;
  const door = reached.value;
  if (door.openStream === undefined) return { ok: false, failure: withoutForwards };
  const opened = await door.openStream(target);
  return opened.ok ? { ok: true, value: { stream: opened.value, lost: door.closed } } : opened;
}

const withoutForwards: SshFailure = {
  kind: 'protocol',
  message: 'This pod is reached by a shell alone, which forwards nothing.',
  hint: 'Expose port 22/tcp, so that it can be reached directly.',
  retriable: false,
};

function refuse(socket: Socket, { message }: SshFailure): string {
  reset(socket);
  return message;
}

function replyOf({ kind, retriable }: SshFailure): number {
  if (kind === 'refused') return socksReplies.refused;
  return retriable ? socksReplies.hostUnreachable : socksReplies.notAllowed;
}
