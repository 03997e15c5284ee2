/** One request to REST v2 and its whole answer, as it came. */
import type { Secret } from '../../base/secret.ts';
import type { HttpAnswer } from '../http-trouble.ts';
import { allowanceWindows } from '../rate-limit.ts';
import { readText } from '../read-text.ts';
import { type Cut, withinDeadline } from '../within-deadline.ts';
import type { Request } from './operation.ts';

export type Exchange =
  | { readonly kind: 'answer'; readonly http: RestAnswer }
  | { readonly kind: 'too-long'; readonly status: number }
  | Cut;

export type RestAnswer = HttpAnswer & {
  /** By which RunPod's support finds the request. */
  readonly requestId: string | null;
  /** From the RateLimit header: until the window that is used up begins anew. */
  readonly resetsInMs: number | null;
};

export type Sender = {
  /** Without a slash at its end. */
  readonly url: string;
  readonly apiKey: Secret;
  /** For the User-Agent, without which Cloudflare refuses the request. */
  readonly version: string;
  readonly fetch: typeof fetch;
};

export type ExchangeOptions = Sender & {
  readonly request: Request;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Is shown the headers of an answer as it comes. */
  readonly onHeaders: (headers: Headers) => void;
};

/** Sends one request and reads the whole answer, within the deadline. Never throws. */
export function exchange(options: ExchangeOptions): Promise<Exchange> {
  return withinDeadline(options, async (signal): Promise<Exchange> => {
    const { method, body } = options.request;
    const response = await options.fetch(addressOf(options.url, options.request), {
      method,
      headers: {
        ...headersOf(options),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // Not followed: the key would go where the answer says.
      redirect: 'manual',
      signal,
    });
    options.onHeaders(response.headers);
    const text = await readText(response);
    return text === undefined
      ? { kind: 'too-long', status: response.status }
      : { kind: 'answer', http: restAnswer(response, text) };
  });
}

export function headersOf({ apiKey, version }: Sender): Readonly<Record<string, string>> {
  return {
    Authorization: `Bearer ${apiKey.reveal()}`,
    'User-Agent': `pod-engine/${version}`,
    Accept: 'application/json, application/problem+json',
  };
}

export function addressOf(url: string, { path, query }: Request): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null) given.append(name, String(value));
  }
  const search = given.toString();
  return `${url}${path}${search === '' ? '' : `?${search}`}`;
}

export function restAnswer(response: Response, body: string): RestAnswer {
  const { status, headers } = response;
  return {
    status,
    body,
    retryAfter: headers.get('retry-after'),
    location: headers.get('location'),
    contentType: headers.get('content-type'),
    requestId: headers.get('x-request-id'),
    resetsInMs: resetsInMs(headers.get('ratelimit')),
  };
}

function resetsInMs(limit: string | null): number | null {
  const usedUp = allowanceWindows(limit, null).filter(({ remaining }) => remaining === 0);
  return usedUp.length === 0 ? null : Math.max(...usedUp.map((window) => window.resetsInMs));
}
