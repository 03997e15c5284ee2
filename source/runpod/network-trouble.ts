import { passingTrouble, type Trouble, trouble } from './trouble.ts';

/**
 * Why no answer came, from what `fetch` threw. Only the error's code is read: its message may quote a header, and
 * so the key.
 */
export function networkTrouble(error: unknown, host: string): Trouble {
  const code = codeOf(error, 0);
  const known = code === null ? undefined : kinds.find((kind) => kind.codes.test(code));
  const shownCode = code === null ? '' : ` (${code})`;
  if (known === undefined) {
    return passingTrouble('network', `the connection to ${host} failed${shownCode}`, connectionHint);
  }
  const make = known.passing ? passingTrouble : trouble;
  const found = make(known.code, `${known.reason(host)}${shownCode}`, known.hint);
  return known.nothingSent === true ? { ...found, nothingSent: true } : found;
}

const connectionHint = 'Check the network, a VPN or proxy in between, and https://uptime.runpod.io.';

type Kind = {
  readonly codes: RegExp;
  readonly code: Trouble['code'];
  readonly reason: (host: string) => string;
  readonly hint: string;
  readonly passing: boolean;
  /** The connection was never there, so the request cannot have arrived. */
  readonly nothingSent?: true;
};

const kinds: readonly Kind[] = [
  {
    codes: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/,
    code: 'network',
    reason: (host) => `the name ${host} was not found`,
    hint: 'Check the network and its DNS, and RUNPOD_GRAPHQL_URL if it is set.',
    passing: true,
    nothingSent: true,
  },
  {
    codes: /^ECONNREFUSED$/,
    code: 'network',
    reason: (host) => `${host} refused the connection`,
    hint: 'Nothing listens there: check RUNPOD_GRAPHQL_URL if it is set, or a proxy in between.',
    passing: true,
    nothingSent: true,
  },
  {
    codes: /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/,
    code: 'network',
    reason: (host) => `${host} closed the connection without an answer`,
    hint: connectionHint,
    passing: true,
  },
  {
    codes: /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/,
    code: 'network',
    reason: (host) => `there is no route to ${host}`,
    hint: connectionHint,
    passing: true,
  },
  {
    codes: /^(ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/,
    code: 'timeout',
    reason: (host) => `${host} did not answer in time`,
    hint: connectionHint,
    passing: false,
  },
  {
    codes: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER|ERR_TLS/,
    code: 'network',
    reason: (host) => `the certificate of ${host} is not trusted`,
    hint: 'A proxy may be reading the traffic: name its certificate in NODE_EXTRA_CA_CERTS if it is yours. Check the clock too.',
    passing: false,
  },
  {
    codes: /^(EPROTO|ERR_SSL\w*)$/,
    code: 'network',
    reason: (host) => `${host} does not speak TLS as asked`,
    hint: 'Check RUNPOD_GRAPHQL_URL: its scheme and port may not belong together.',
    passing: false,
  },
  {
    codes: /^HPE_/,
    code: 'unexpected',
    reason: (host) => `${host} does not answer in HTTP`,
    hint: 'Check RUNPOD_GRAPHQL_URL if it is set, or a proxy in between.',
    passing: false,
  },
];

/** `fetch` wraps the socket's error, and a host with several addresses gives one error for each. */
function codeOf(error: unknown, depth: number): string | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null;
  if ('code' in error && typeof error.code === 'string' && /^[A-Z0-9_]{2,60}$/.test(error.code))
    return error.code;
  const cause = 'cause' in error ? codeOf(error.cause, depth + 1) : null;
  if (cause !== null) return cause;
  return 'errors' in error && Array.isArray(error.errors) ? codeOf(error.errors[0], depth + 1) : null;
}
