/** What a route of the REST API is, and how a request finds its own. */
import type { ServerResponse } from 'node:http';
import type { Caller } from '../cloud/callers.ts';

export type RestRequest = {
  /** The parts of the path that the route leaves open, by name. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  header(name: string): string | null;
  /** Parsed JSON; undefined where there is none. */
  readonly body: unknown;
  readonly caller: Caller;
};

export type RestAnswer =
  | { readonly kind: 'json'; readonly status: 200 | 201; readonly body: unknown }
  | { readonly kind: 'empty'; readonly status: 204 }
  /** Writes its own answer, after the headers that every answer has. */
  | { readonly kind: 'stream'; open(response: ServerResponse): void };

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export type Route = {
  readonly method: Method;
  /** As in `/pods/:id/action`. */
  readonly path: string;
  /** A pod's own key may ask this, of its own pod alone. */
  readonly forPods?: true;
  /** Throws a `Problem` or a `Refusal` where it says no. */
  answer(request: RestRequest): RestAnswer | Promise<RestAnswer>;
};

export type Found =
  | { readonly kind: 'route'; readonly route: Route; readonly path: Readonly<Record<string, string>> }
  | { readonly kind: 'other-method'; readonly allowed: readonly Method[] }
  | { readonly kind: 'none' };

export function findRoute(routes: readonly Route[], method: string, pathname: string): Found {
  const fitting = routes.flatMap((route) => {
    const path = partsOf(route.path, pathname);
    return path === null ? [] : [{ route, path }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found !== undefined) return { kind: 'route', ...found };
  if (fitting.length === 0) return { kind: 'none' };
  return { kind: 'other-method', allowed: fitting.map(({ route }) => route.method) };
}

/** null: the path is another's. */
function partsOf(pattern: string, pathname: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return null;
  const parts: Record<string, string> = {};
  for (const [at, word] of wanted.entries()) {
    const value = given[at] ?? '';
    if (word.startsWith(':') && value !== '') parts[word.slice(1)] = decoded(value);
    else if (word !== value) return null;
  }
  return parts;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function ok(body: unknown): RestAnswer {
  return { kind: 'json', status: 200, body };
}

export function created(body: unknown): RestAnswer {
  return { kind: 'json', status: 201, body };
}

export const gone: RestAnswer = { kind: 'empty', status: 204 };
