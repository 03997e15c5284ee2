/** One fresh way to an URL, step by step: name, connection, TLS, a first request, and a second one on what is open. */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { failureOf } from '../engine/failures.ts';
import { type Exchange, exchange } from './exchange.ts';

export type OutsidePlace = {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly request: Buffer;
  /** A certificate to trust beside the usual ones. */
  readonly ca: string | null;
};

export type PathSample = {
  /** null where the host is an address. */
  readonly dnsMs: number | null;
  readonly connectMs: number;
  /** null without TLS. */
  readonly tlsMs: number | null;
  readonly first: Exchange;
  /** The second request; null where the server keeps no connection. */
  readonly kept: Exchange | null;
};

/** Rejects with the reason, naming the step. Nothing of it stays open. */
export async function samplePath(place: OutsidePlace, signal: AbortSignal): Promise<PathSample> {
  const opened: Socket[] = [];
  try {
    const name = await resolveHost(place.host, signal);
    const connected = await connectToAny(name.addresses, place.port, opened, signal);
    const secured = place.isTls ? await secure(connected.socket, place, opened, signal) : null;
    const socket = secured?.socket ?? connected.socket;
    const first = await exchange(socket, place.request, signal);
    const kept = first.keepsAlive ? await exchange(socket, place.request, signal) : null;
    return { dnsMs: name.tookMs, connectMs: connected.tookMs, tlsMs: secured?.tookMs ?? null, first, kept };
  } finally {
    for (const socket of opened.reverse()) socket.destroy();
  }
}

type Resolved = { readonly addresses: readonly string[]; readonly tookMs: number | null };

/** The system's resolver cannot be interrupted: its answer is left alone where the signal comes first. */
async function resolveHost(host: string, signal: AbortSignal): Promise<Resolved> {
  if (isIP(host) !== 0) return { addresses: [host], tookMs: null };
  const startedMs = performance.now();
  const found = await named('name', Promise.race([lookup(host, { all: true }), untilAborted(signal)]));
  return { addresses: found.map(({ address }) => address), tookMs: performance.now() - startedMs };
}

type Opened = { readonly socket: Socket; readonly tookMs: number };

/** One address after another, as a name may have some that this machine cannot reach. */
async function connectToAny(
  addresses: readonly string[],
  port: number,
  opened: Socket[],
  signal: AbortSignal,
): Promise<Opened> {
  let failure: unknown = new Error('connect: the name has no address');
  for (const host of addresses) {
    const startedMs = performance.now();
    const socket = keep(connect({ host, port }), opened);
    try {
      await named('connect', once(socket, 'connect', { signal }));
      return { socket: socket.setNoDelay(true), tookMs: performance.now() - startedMs };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function secure(
  socket: Socket,
  { host, ca }: OutsidePlace,
  opened: Socket[],
  signal: AbortSignal,
): Promise<Opened> {
  const startedMs = performance.now();
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const trusted = ca === null ? {} : { ca };
  const secured = keep(
    connectTls({ socket, host, ALPNProtocols: ['http/1.1'], ...servername, ...trusted }),
    opened,
  );
  await named('TLS', once(secured, 'secureConnect', { signal }));
  return { socket: secured, tookMs: performance.now() - startedMs };
}

/** An error that comes after its step has nobody to hear it. */
function keep<Kind extends Socket>(socket: Kind, opened: Socket[]): Kind {
  opened.push(socket);
  socket.on('error', () => undefined);
  return socket;
}

async function named<Value>(step: string, happening: Promise<Value>): Promise<Value> {
  try {
    return await happening;
  } catch (error) {
    throw new Error(`${step}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = failureOf(error);
  return known.startsWith('socket error') ? error.message : known;
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
