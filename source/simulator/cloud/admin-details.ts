/** What a request to the admin route says beside its action. */
import type { Quotas } from '../rest/rate-windows.ts';
import type { WireName } from './edge.ts';

export type Details = {
  readonly seconds: number | null;
  readonly how: string | null;
  /** A card by RunPod's id. */
  readonly gpuTypeId: string | null;
  readonly dataCenterId: string | null;
  /** A part of an image's reference. */
  readonly image: string | null;
  readonly stock: string | null;
  readonly dollars: number | null;
  readonly count: number | null;
  /** null: both. */
  readonly wire: WireName | null;
  readonly gone: boolean | null;
  readonly quotas: Partial<Quotas>;
  /** Lines a second. */
  readonly linesPerSecond: number | null;
  readonly body: unknown;
};

export function detailsIn(body: unknown): Details {
  return {
    seconds: numberIn(body, 'seconds'),
    how: textIn(body, 'how'),
    gpuTypeId: textIn(body, 'gpuTypeId'),
    dataCenterId: textIn(body, 'dataCenterId'),
    image: textIn(body, 'image'),
    stock: textIn(body, 'stock'),
    dollars: numberIn(body, 'dollars'),
    count: numberIn(body, 'count'),
    wire: wireIn(body),
    gone: goneIn(body),
    quotas: Object.fromEntries(
      (['minute', 'hour', 'day'] as const).flatMap((name) => {
        const quota = numberIn(body, name);
        return quota === null ? [] : [[name, Math.max(0, Math.floor(quota))]];
      }),
    ),
    linesPerSecond: numberIn(body, 'linesPerSecond'),
    body,
  };
}

function wireIn(body: unknown): WireName | null {
  const wire = textIn(body, 'wire');
  return wire === 'graphql' || wire === 'rest' ? wire : null;
}

export function goneIn(body: unknown): boolean | null {
  const gone = valueIn(body, 'gone');
  return typeof gone === 'boolean' ? gone : null;
}

export function textIn(body: unknown, name: string): string | null {
  const value = valueIn(body, name);
  return typeof value === 'string' ? value : null;
}

export function numberIn(body: unknown, name: string): number | null {
  const value = valueIn(body, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function valueIn(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : null;
}
