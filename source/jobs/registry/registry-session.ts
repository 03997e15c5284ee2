/** Requests to one registry: with a login where it asks for one, under a deadline, and never with that login to another host. */
import type { RunProgram } from '../programs/run-program.ts';
import { readChallenge } from './challenge.ts';
import { findLogin } from './find-login.ts';
import { type RegistryFailure, refusal, unreachable } from './registry-failure.ts';
import { apiUrlOf } from './registry-host.ts';
import { askForToken, basicHeader } from './registry-token.ts';

export type RegistryOptions = {
  /** registry.example:5000 */
  readonly host: string;
  readonly fetch: typeof fetch;
  /** Where logins are looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  readonly run: RunProgram;
};

export type RegistryRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  /** Below /v2/, or a whole URL. */
  readonly path: string;
  readonly repository: string;
  readonly rights: 'pull' | 'pull,push' | 'delete';
  readonly accept?: string;
  /** Begins the sentence that tells of a failure. */
  readonly failing: string;
  readonly signal: AbortSignal;
};

export type RegistryAnswer = {
  readonly ok: true;
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** For a status that the caller did not expect. */
  readonly refused: () => RegistryFailure;
};

export type RegistrySession = (request: RegistryRequest) => Promise<RegistryAnswer | RegistryFailure>;

const answerTimeoutMs = 20_000;
const maxRedirects = 5;
const maxBodyBytes = 8_000_000;

export function createRegistrySession(options: RegistryOptions): RegistrySession {
  const base = apiUrlOf(options.host);
  /** By rights and repository: a token is good for minutes, and a session is used within that or refused and renewed. */
  const authorizations = new Map<string, string>();

  return async (request) => {
    const key = `${request.rights} ${request.repository}`;
    const url = new URL(request.path, `${base}/v2/`);
    let told = { hadLogin: false, problems: [] as readonly string[] };
    const answerOf = async (response: Response): Promise<RegistryAnswer> => {
      const body = await readBody(response);
      const { status } = response;
      return {
        ok: true,
        status,
        headers: response.headers,
        body,
        refused: () =>
          refusal({ ...request, ...told, host: options.host, status, body: body.toString('utf8') }),
      };
    };
    try {
      const first = await send(url, request, authorizations.get(key) ?? null);
      if (first.status !== 401) return await answerOf(first);
      const header = first.headers.get('www-authenticate');
      const refused = await answerOf(first);
      const authorised = await authorise(request, header);
      told = authorised;
      if (authorised.refused !== null)
        return refusal({ ...request, ...told, host: options.host, ...authorised.refused });
      if (authorised.authorization === null) return refused.refused();
      authorizations.set(key, authorised.authorization);
      const second = await send(url, request, authorised.authorization);
      if (second.status === 401) authorizations.delete(key);
      const answer = await answerOf(second);
      return second.status === 401 ? answer.refused() : answer;
    } catch (error) {
      return unreachable(request.failing, options.host, error);
    }
  };

  type Authorised = {
    readonly authorization: string | null;
    readonly hadLogin: boolean;
    readonly problems: readonly string[];
    /** By the token service. */
    readonly refused: { readonly status: number; readonly body: string } | null;
  };

  async function authorise(request: RegistryRequest, header: string | null): Promise<Authorised> {
    const challenge = readChallenge(header);
    const { login, problems } = await findLogin(
      { ...options, repository: request.repository },
      request.signal,
    );
    const told = { hadLogin: login !== null, problems, refused: null };
    if (challenge === null) return { ...told, authorization: null };
    if (challenge.kind === 'basic')
      return { ...told, authorization: login?.kind === 'password' ? basicHeader(login) : null };
    const asked = await askForToken(
      (url, init) => options.fetch(url, { ...init, redirect: 'error', signal: deadline(request.signal) }),
      { challenge, login, scope: `repository:${request.repository}:${request.rights}` },
    );
    if (asked.kind === 'refused') {
      // Without a login, "not allowed" means that one is wanted.
      const status = login === null && asked.status === 403 ? 401 : asked.status;
      return { ...told, authorization: null, refused: { status, body: asked.body } };
    }
    return { ...told, authorization: `Bearer ${asked.token.reveal()}` };
  }

  async function send(first: URL, request: RegistryRequest, authorization: string | null): Promise<Response> {
    let url = first;
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const isOurs = url.origin === new URL(base).origin;
      if (!isOurs && url.protocol !== 'https:' && base.startsWith('https:'))
        throw new Error(`it sends us on to ${url.host} without HTTPS`);
      const response = await options.fetch(url, {
        method: request.method,
        redirect: 'manual',
        signal: deadline(request.signal),
        headers: {
          ...(request.accept === undefined ? {} : { accept: request.accept }),
          ...(isOurs && authorization !== null ? { authorization } : {}),
        },
      });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) return response;
      await response.body?.cancel();
      url = new URL(location, url);
    }
    throw new Error(`it sends us on more than ${maxRedirects} times`);
  }
}

function deadline(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]);
}

async function readBody(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > maxBodyBytes) throw new Error(`its answer is longer than ${maxBodyBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
