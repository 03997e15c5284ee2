/** Lists by pages, newest first: `limit` and `cursor` in, `pagination` out. Newer than the published description of the API. */
import { invalid } from './problem.ts';

export type Aged = { readonly id: string; readonly createdAtMs: number };

const defaultLimit = 100;
const mostLimit = 1000;

export type Page<Item> = {
  readonly items: readonly Item[];
  readonly pagination: { readonly nextCursor: string | null; readonly hasNextPage: boolean };
};

/** Throws a 422 for a limit that is none and a cursor that nobody gave out. */
export function pageOf<Item extends Aged>(all: readonly Item[], query: URLSearchParams): Page<Item> {
  const limit = limitIn(query);
  const sorted = [...all].sort(newestFirst);
  const cursor = query.get('cursor');
  const after = cursor === null || cursor === '' ? null : placeIn(cursor);
  const rest = after === null ? sorted : sorted.filter((item) => newestFirst(item, after) > 0);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const hasNextPage = rest.length > items.length;
  return {
    items,
    pagination: { hasNextPage, nextCursor: hasNextPage && last !== undefined ? cursorOf(last) : null },
  };
}

function newestFirst(left: Aged, right: Aged): number {
  if (left.createdAtMs !== right.createdAtMs) return right.createdAtMs - left.createdAtMs;
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

function limitIn(query: URLSearchParams): number {
  const text = query.get('limit');
  if (text === null) return defaultLimit;
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > mostLimit)
    throw invalid([`$.limit: '${text}' must be an integer from 1 to ${mostLimit}`]);
  return limit;
}

/** A place in the list, not a member of it: it holds also when that one has been deleted meanwhile. */
function cursorOf({ createdAtMs, id }: Aged): string {
  return Buffer.from(`${createdAtMs} ${id}`).toString('base64url');
}

function placeIn(cursor: string): Aged {
  const [, at, id] =
    /^(\d{1,16}(?:\.\d+)?) (\S+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (at === undefined || id === undefined) throw invalid([`$.cursor: '${cursor}' is not a valid cursor`]);
  return { createdAtMs: Number(at), id };
}
