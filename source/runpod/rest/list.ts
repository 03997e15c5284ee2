/** Lists, which the newer service gives page by page and the older one whole. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import { readFitting } from '../fitting.ts';
import type { Operation } from './operation.ts';
import type { Wire } from './wire.ts';

export type ListOperation<Input, Entry> = {
  readonly action: (input: Input) => string;
  readonly path: (input: Input) => string;
  readonly query?: (input: Input) => Readonly<Record<string, string | number | null>>;
  /** The field of the answer that holds the entries. */
  readonly key: string;
  /** Asks for pages as long as they can be; what the catalogue and the bills take no parameter for. */
  readonly isPaged?: true;
  readonly isNewPath?: true;
  readonly isOnlyHere?: true;
  readonly read: (
    entries: readonly unknown[],
    reader: AnswerReader,
    input: Input,
  ) => CloudResult<readonly Entry[]>;
};

/** Every page, or a failure: half a list would make pods look gone. */
export async function askAll<Input, Entry>(
  wire: Wire,
  {
    list,
    input,
    signal,
  }: { list: ListOperation<Input, Entry>; input: Input; signal: AbortSignal | undefined },
): Promise<CloudResult<readonly Entry[]>> {
  const page = pageOf(list);
  const entries: Entry[] = [];
  let cursor: string | null = null;
  for (let count = 0; ; count++) {
    const asked: CloudResult<Page<Entry>> = await wire.ask(page, { input, cursor, count }, signal);
    if (!asked.ok) return asked;
    entries.push(...asked.value.entries);
    cursor = asked.value.nextCursor;
    if (cursor === null) return { ok: true, value: entries };
  }
}

type Page<Entry> = { readonly entries: readonly Entry[]; readonly nextCursor: string | null };
type PageAsked<Input> = { readonly input: Input; readonly cursor: string | null; readonly count: number };

const longestPage = 1000;
const mostPages = 50;
const endlessHint =
  "Try again. If it stays so, RunPod's GraphQL API tells its lists whole: set --api auto or --api graphql.";

const pageSchema = z.object({
  nextCursor: z.string().nullish(),
  hasNextPage: z.boolean().nullish(),
});

function pageOf<Input, Entry>(list: ListOperation<Input, Entry>): Operation<PageAsked<Input>, Page<Entry>> {
  return {
    action: ({ input }) => list.action(input),
    ...(list.isNewPath === true ? { isNewPath: true } : { isKnownPath: true }),
    ...(list.isOnlyHere === true ? { isOnlyHere: true } : {}),
    request: ({ input, cursor }) => ({
      method: 'GET',
      path: list.path(input),
      query: { ...list.query?.(input), ...(list.isPaged === true ? { limit: longestPage } : {}), cursor },
    }),
    read(json, reader, { input, cursor, count }) {
      const entries = entriesOf(json, list.key);
      if (entries === null) {
        const hint = 'Try again; where there is nothing, RunPod sends an empty list.';
        return reader.fail('unexpected', 'RunPod answered without a list', hint);
      }
      const next = nextOf(json);
      if (next === 'unknown' || (next !== null && (next === cursor || count + 1 >= mostPages))) {
        return reader.fail('unexpected', 'the pages of the list have no end', endlessHint);
      }
      const read = list.read(entries, reader, input);
      return read.ok ? { ok: true, value: { entries: read.value, nextCursor: next } } : read;
    },
  };
}

function entriesOf(json: unknown, key: string): readonly unknown[] | null {
  if (Array.isArray(json)) return json;
  return readFitting(z.object({ [key]: z.array(z.unknown()) }), json).value?.[key] ?? null;
}

/** null after the last page; "unknown" where there is another one that nothing leads to. */
function nextOf(json: unknown): string | null {
  const pagination = z.object({ pagination: pageSchema.nullish() }).safeParse(json);
  if (!pagination.success) return Array.isArray(json) || !hasPagination(json) ? null : 'unknown';
  const { nextCursor, hasNextPage } = pagination.data.pagination ?? {};
  if (hasNextPage === false) return null;
  if (typeof nextCursor === 'string' && nextCursor !== '') return nextCursor;
  return hasNextPage === true ? 'unknown' : null;
}

function hasPagination(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'pagination' in json;
}
