/** What a request to the admin route says beside its action. */

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
  };
}

export function textIn(body: unknown, name: string): string | null {
  const value = valueIn(body, name);
  return typeof value === 'string' ? value : null;
}

function numberIn(body: unknown, name: string): number | null {
  const value = valueIn(body, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function valueIn(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : null;
}
