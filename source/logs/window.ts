/** Which lines stand in the window that the screen asks for: only these are made into objects. */
import type { LogBuffer } from './buffer/buffer.ts';
import type { LogLine } from './model/line.ts';
import type { LogWindow } from './model/snapshot.ts';
import type { Ids } from './search/ids.ts';

export type Listed = {
  readonly lines: readonly { readonly line: LogLine; readonly isMatch: boolean }[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
};

/** @param ids Those that are let through; null: all. */
export function listWindow(
  buffer: LogBuffer,
  options: {
    readonly ids: Ids | null;
    readonly window: LogWindow;
    /** The first id that is not too old. */
    readonly fromId: number;
    readonly wants: (line: LogLine) => boolean;
  },
): Listed {
  const { ids, window, fromId } = options;
  const around = Math.max(20, window.pageRows * 2);
  if (ids === null) return listAll(buffer, { around, fromId, anchorId: window.anchorId });
  const low = ids.indexFrom(fromId);
  const anchor = window.anchorId === null ? ids.length : ids.indexFrom(window.anchorId);
  const from = Math.max(low, anchor - around);
  const until = Math.min(ids.length, anchor + around);
  const matches = Array.from({ length: Math.max(0, until - from) }, (_, index) => ids.at(from + index) ?? 0);
  const edges = { hasOlder: from > low, hasNewer: until < ids.length };
  const lines =
    window.contextLines === 0
      ? matches.flatMap((id) => lineOf(buffer, id, true))
      : withContext(buffer, matches, options);
  return { lines, ...edges };
}

function listAll(
  buffer: LogBuffer,
  {
    around,
    fromId,
    anchorId,
  }: { readonly around: number; readonly fromId: number; readonly anchorId: number | null },
): Listed {
  const first = Math.max(buffer.firstId, fromId);
  const anchor = Math.max(first, anchorId ?? buffer.nextId);
  const from = Math.max(first, anchor - around);
  const until = Math.min(buffer.nextId, anchor + around);
  const lines = Array.from({ length: Math.max(0, until - from) }, (_, index) =>
    lineOf(buffer, from + index, false),
  );
  return { lines: lines.flat(), hasOlder: from > first, hasNewer: until < buffer.nextId };
}

function withContext(
  buffer: LogBuffer,
  matches: readonly number[],
  {
    window: { contextLines },
    fromId,
    wants,
  }: { readonly window: LogWindow; readonly fromId: number; readonly wants: (line: LogLine) => boolean },
): Listed['lines'] {
  const sought = new Set(matches);
  const ids = new Set<number>();
  for (const id of matches)
    for (let near = Math.max(fromId, id - contextLines); near <= id + contextLines; near++) ids.add(near);
  return [...ids].flatMap((id) =>
    lineOf(buffer, id, sought.has(id)).filter(({ line, isMatch }) => isMatch || wants(line)),
  );
}

function lineOf(buffer: LogBuffer, id: number, isMatch: boolean) {
  const line = buffer.line(id);
  return line === null ? [] : [{ line, isMatch }];
}
