/** What an operator types to have a port of a pod on this machine, in the order that ssh -L takes it. */

export type ForwardListener =
  /** Port 0: a free one. */
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  /** A socket in a folder of the user's own. */
  | { readonly kind: 'unix'; readonly path: string };

export type ForwardSpec = {
  readonly listener: ForwardListener;
  readonly target:
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
    | { readonly kind: 'unix'; readonly path: string }
    /** Each connection says where it wants to go (SOCKS5). */
    | { readonly kind: 'socks' };
};

export type ReadForward =
  | { readonly ok: true; readonly value: ForwardSpec }
  | { readonly ok: false; readonly reason: string };

export const forwardExamples: readonly string[] = [
  '8080:localhost:80',
  '8080',
  '8080:/run/app.sock',
  'socks 1080',
];

/**
 * "8080:localhost:80", "8080:/run/x.sock", "8080:80", "8080" (the same port in the pod), "/home/me/x.sock:localhost:80",
 * "socks 1080". `address` is what a port without one listens on.
 */
export function readForward(typed: string, address = '127.0.0.1'): ReadForward {
  const text = typed.trim();
  if (text === '') return wrong(`nothing was given; such as ${forwardExamples[0]}`);
  const socks = /^socks5?(?:[\s:]+(.*))?$/i.exec(text);
  if (socks !== null) return readSocks(socks[1] ?? '1080', address);
  const [first, ...rest] = parted(text);
  if (first === undefined) return wrong(`"${text}" is no forward; such as ${forwardExamples.join(', ')}`);
  const listener = readListener(first, address);
  if (!listener.ok) return listener;
  const target = readTarget(rest, listener.value);
  return target.ok ? { ok: true, value: { listener: listener.value, target: target.value } } : target;
}

export function listenerText(listener: ForwardListener): string {
  return listener.kind === 'unix' ? listener.path : addressText(listener.host, listener.port);
}

export function forwardTargetText({ target }: ForwardSpec): string {
  if (target.kind === 'socks') return 'any';
  return target.kind === 'unix' ? target.path : addressText(target.host, target.port);
}

function addressText(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

function readSocks(port: string, address: string): ReadForward {
  const listener = readListener(port.trim(), address);
  return listener.ok
    ? { ok: true, value: { listener: listener.value, target: { kind: 'socks' } } }
    : listener;
}

/** At colons, but not at those within brackets, which an IPv6 address stands in. */
function parted(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|:)(\[[^\]]*\]|[^:]*)/g)].map((match) => match[1] ?? '');
}

function readListener(text: string, address: string): Read<ForwardListener> {
  if (text.startsWith('/')) return { ok: true, value: { kind: 'unix', path: text } };
  const port = readPort(text, 0);
  if (port === null)
    return wrong(`"${text}" is no port of this machine: a number up to 65535, or a socket's path`);
  return { ok: true, value: { kind: 'tcp', host: address, port } };
}

function readTarget(parts: readonly string[], listener: ForwardListener): Read<ForwardSpec['target']> {
  const [first, second, ...more] = parts;
  if (more.length > 0) return wrong(`"${more.join(':')}" is too much: PORT:HOST:PORT or PORT:/SOCKET`);
  if (first === undefined) {
    if (listener.kind === 'tcp' && listener.port > 0) return tcp('localhost', listener.port);
    return wrong(`${listenerText(listener)} is to lead somewhere: add :HOST:PORT or :/SOCKET`);
  }
  if (first.startsWith('/') && second === undefined)
    return { ok: true, value: { kind: 'unix', path: first } };
  if (second === undefined) {
    const port = readPort(first, 1);
    return port === null
      ? wrong(`"${first}" is neither a port nor a socket's path in the pod`)
      : tcp('localhost', port);
  }
  const host = first.replace(/^\[(.*)\]$/, '$1');
  const port = readPort(second, 1);
  if (!/^[\w.:%-]{1,253}$/.test(host)) return wrong(`"${first}" is no host that the pod could look up`);
  if (port === null) return wrong(`"${second}" is no port: a number from 1 to 65535`);
  return tcp(host, port);
}

function tcp(host: string, port: number): Read<ForwardSpec['target']> {
  return { ok: true, value: { kind: 'tcp', host, port } };
}

function readPort(text: string, least: number): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port >= least && port <= 65_535 ? port : null;
}

function wrong(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
