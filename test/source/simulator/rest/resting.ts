/** How the tests speak REST v2 to a simulation, and hold every answer against RunPod's own description. */
import { expect } from 'vitest';
import type { Simulation } from '../../../../source/simulator/simulation.ts';
import { hasOpenApi, type OpenApi, openApi } from '../../../neighbours/openapi.ts';

export type Rested = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** null where there is no body. */
  readonly body: Record<string, unknown>;
};

export type Asking = {
  readonly method?: string;
  readonly body?: unknown;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

export const described: OpenApi | null = hasOpenApi ? openApi() : null;

/** Where the description is at hand, an answer that does not fit it is a failure. */
export async function rest(
  simulation: Pick<Simulation, 'restUrl' | 'apiKey'>,
  path: string,
  { method = 'GET', body, key = simulation.apiKey, headers = {} }: Asking = {},
): Promise<Rested> {
  const response = await fetch(`${simulation.restUrl}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text === '' ? undefined : JSON.parse(text);
  expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  const type = response.headers.get('content-type');
  if (response.status >= 400) expect(type).toBe('application/problem+json');
  expect(described?.checkAnswer(method, `/v2${path}`, response.status, parsed) ?? []).toEqual([]);
  return { status: response.status, headers: response.headers, text, body: parsed ?? {} };
}

/** The `id` of what was made. */
export function idOf({ body }: Rested): string {
  return String(body.id);
}

export function wanted(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: 'web',
    image: '127.0.0.1:5000/web:1.2.3',
    gpu: { id: 'NVIDIA L40S', count: 1 },
    disk: 20,
    ports: ['80/http', '22/tcp'],
    env: { COLOR: 'green' },
    ...changes,
  };
}
