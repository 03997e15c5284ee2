import { GraphQLClient } from 'graphql-request';
import type { Secret } from '../../base/secret.ts';
import type { HttpAnswer } from '../http-trouble.ts';
import { readText } from '../read-text.ts';
import { type Cut, withinDeadline } from '../within-deadline.ts';

export type Exchange =
  /** `json` is undefined when the body is not a GraphQL answer. */
  | { readonly kind: 'answer'; readonly http: HttpAnswer; readonly json: GraphqlAnswer | undefined }
  | { readonly kind: 'too-long'; readonly status: number }
  | Cut;

export type GraphqlAnswer = { readonly data: unknown; readonly errors: unknown };

export type ExchangeOptions = {
  readonly url: string;
  readonly apiKey: Secret;
  readonly userAgent: string;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
  /** Is shown the headers of an answer as it comes. */
  readonly onHeaders?: (headers: Headers) => void;
};

/** Sends one request and reads the whole answer, within the deadline. Never throws. */
export function exchange(options: ExchangeOptions): Promise<Exchange> {
  return withinDeadline(options, (signal) => send(options, signal));
}

async function send(options: ExchangeOptions, signal: AbortSignal): Promise<Exchange> {
  const kept: { http?: HttpAnswer; tooLongStatus?: number } = {};
  const client = new GraphQLClient(options.url, {
    errorPolicy: 'all',
    headers: { Authorization: `Bearer ${options.apiKey.reveal()}`, 'User-Agent': options.userAgent },
    // The answer is kept here as it came: what the client makes of a bad one loses the status and quotes the request.
    fetch: async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
      const response = await options.fetch(input, { ...init, redirect: 'manual' });
      options.onHeaders?.(response.headers);
      const body = await readText(response);
      if (body === undefined) {
        kept.tooLongStatus = response.status;
        throw new Error('The answer is too long.');
      }
      kept.http = httpAnswer(response, body);
      return new Response(body === '' ? null : body, copyOf(response));
    },
  });
  try {
    const result = await client.rawRequest({ query: options.document, variables: options.variables, signal });
    if (kept.http === undefined) throw new Error('The client answered without asking.');
    return { kind: 'answer', http: kept.http, json: { data: result.data, errors: result.errors } };
  } catch (error) {
    if (kept.tooLongStatus !== undefined) return { kind: 'too-long', status: kept.tooLongStatus };
    if (kept.http === undefined) throw error;
    return { kind: 'answer', http: kept.http, json: jsonOf(kept.http.body) };
  }
}

function httpAnswer(response: Response, body: string): HttpAnswer {
  const { status, headers } = response;
  return {
    status,
    body,
    retryAfter: headers.get('retry-after'),
    location: headers.get('location'),
    contentType: headers.get('content-type'),
  };
}

function copyOf(response: Response): ResponseInit {
  return {
    status: response.status,
    headers: { 'content-type': response.headers.get('content-type') ?? 'application/json' },
  };
}

/** For answers with an error status, which may still say why in GraphQL's words. */
function jsonOf(body: string): GraphqlAnswer | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return {
      data: 'data' in parsed ? parsed.data : undefined,
      errors: 'errors' in parsed ? parsed.errors : undefined,
    };
  } catch {
    return undefined;
  }
}
