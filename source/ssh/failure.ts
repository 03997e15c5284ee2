/** Why SSH did not work, in words for the operator, and whether trying again by itself makes sense. */
import { safeText } from '../base/safe-text.ts';
import type { SshEndpoint } from '../fleet/pod.ts';

export type SshFailure = {
  readonly kind:
    | 'timeout'
    | 'refused'
    | 'unreachable'
    | 'authentication'
    | 'host-key'
    | 'protocol'
    /** The connection stands, but sshd opens no further session on it. */
    | 'sessions'
    | 'closed';
  /** One sentence: what was tried, where, and what came of it. */
  readonly message: string;
  /** What the operator can do about it. */
  readonly hint: string;
  /** False where the next try would end the same way: a key, a trust decision or a setting has to change first. */
  readonly retriable: boolean;
};

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: SshFailure };

/** How far a connection had come when it failed. */
export type ConnectionPhase = 'connect' | 'handshake' | 'authentication' | 'ready';

export function endpointText({ host, port }: SshEndpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export function timeoutFailure(options: {
  readonly endpoint: SshEndpoint;
  readonly waitedFor: string;
  readonly timeoutMs: number;
}): SshFailure {
  const { endpoint, waitedFor, timeoutMs } = options;
  return {
    kind: 'timeout',
    message: `No ${waitedFor} from ${endpointText(endpoint)} within ${timeoutMs / 1000} s.`,
    hint: 'The pod may be starting, overloaded or gone; it is tried again.',
    retriable: true,
  };
}

export function closedFailure(endpoint: SshEndpoint, what: string): SshFailure {
  return {
    kind: 'closed',
    message: `${what} ${endpointText(endpoint)}.`,
    hint: 'The pod or its sshd may be restarting; it is tried again.',
    retriable: true,
  };
}

export function protocolFailure(endpoint: SshEndpoint, text: string): SshFailure {
  return {
    kind: 'protocol',
    message: `${endpointText(endpoint)}: ${text}`,
    hint: 'What the pod sent could not be used; it is tried again.',
    retriable: true,
  };
}

/** From what ssh2 or the socket threw. The text may be the server's own, so it is made safe. */
export function failureOf(
  error: Error & { readonly code?: unknown; readonly level?: unknown },
  context: {
    readonly endpoint: SshEndpoint;
    readonly phase: ConnectionPhase;
    readonly identityNames: readonly string[];
  },
): SshFailure {
  const { endpoint, phase, identityNames } = context;
  const where = endpointText(endpoint);
  const said = safeText(error.message, { maxLength: 200 });
  const code = typeof error.code === 'string' ? error.code : '';
  if (code === 'ECONNREFUSED') return refusedFailure(where);
  if (code === 'ETIMEDOUT' || error.level === 'client-timeout') {
    return {
      kind: 'timeout',
      message: `${where} has stopped answering.`,
      hint: 'The network or the pod may be down; it is tried again.',
      retriable: true,
    };
  }
  if (unreachableCodes.has(code)) return unreachableFailure(where, said);
  if (/^Host denied/.test(error.message)) return hostKeyFailure(where);
  // In this phase the server's own farewell, such as "Too many authentication failures", comes with a number.
  const isSentAway = phase === 'authentication' && typeof error.code === 'number';
  if (error.level === 'client-authentication' || isSentAway) {
    return authenticationFailure(endpoint, identityNames);
  }
  if (closedCodes.has(code) || /^Connection lost before handshake/.test(error.message)) {
    return closedFailure(endpoint, phase === 'ready' ? 'Connection lost to' : 'Connection closed early by');
  }
  if (error.level === 'handshake') return handshakeFailure(where, said);
  if (/^\(SSH\) Channel open failure: (?!server closed)/.test(error.message)) return noChannelFailure(where);
  return protocolFailure(endpoint, said);
}

/** What OpenSSH says of a session beyond its MaxSessions is no more than "open failed". */
function noChannelFailure(where: string): SshFailure {
  return {
    kind: 'sessions',
    message: `${where} opens no further session on this connection.`,
    hint: 'Its sshd allows only so many at once (MaxSessions, usually 10), or it may fork no more.',
    retriable: true,
  };
}

function refusedFailure(where: string): SshFailure {
  return {
    kind: 'refused',
    message: `${where} refused the connection.`,
    hint: 'Nothing listens there yet: the pod may be starting, or its image has no sshd.',
    retriable: true,
  };
}

function unreachableFailure(where: string, said: string): SshFailure {
  return {
    kind: 'unreachable',
    message: `${where} cannot be reached: ${said}.`,
    hint: 'Check the network and the address; it is tried again.',
    retriable: true,
  };
}

function authenticationFailure({ username, ...endpoint }: SshEndpoint, names: readonly string[]): SshFailure {
  const where = endpointText({ username, ...endpoint });
  const tried = names.length === 0 ? 'no key was found to offer' : `offered: ${names.join(', ')}`;
  return {
    kind: 'authentication',
    message: `${where} let no key in for ${safeText(username, { maxLength: 60 })} (${tried}).`,
    hint: 'Add your public key to the RunPod account and restart the pod, or choose a key with --identity.',
    retriable: false,
  };
}

function hostKeyFailure(where: string): SshFailure {
  return {
    kind: 'host-key',
    message: `The host key of ${where} is not trusted.`,
    hint: 'Compare its fingerprint with the one in the pod log.',
    retriable: false,
  };
}

function handshakeFailure(where: string, said: string): SshFailure {
  return {
    kind: 'protocol',
    message: `${where} and this console agree on no SSH algorithms: ${said}.`,
    hint: "Enable curve25519-sha256, a plain host key and aes128-gcm or chacha20-poly1305 in the pod's sshd.",
    retriable: false,
  };
}

const unreachableCodes: ReadonlySet<string> = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
]);
const closedCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
