/** Lines as rows of a pane: those that are folded left out, and what must be read in full broken to the width. */
import type { JobLine } from '../../jobs/model/line.ts';
import { textWidth } from '../../terminal/text-width.ts';
import { wrapHanging } from '../draw/wrap.ts';

/** Lines with the pods they are about. */
export type Block = { readonly podIds: readonly string[]; readonly lines: readonly JobLine[] };

export type PaneLine = {
  /** That of its line; of a second row, with its number. */
  readonly key: string;
  readonly line: JobLine;
  readonly text: string;
  readonly indent: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The pods that said it. */
  readonly podIds: readonly string[];
};

/** The cursor's mark, the fold's mark and a space. */
export const marginWidth = 3;

const maxRowsOfLine = 6;

export function paneLines(
  blocks: readonly Block[],
  {
    unfolded,
    isAllUnfolded,
    width,
  }: { readonly unfolded: readonly string[]; readonly isAllUnfolded: boolean; readonly width: number },
): readonly PaneLine[] {
  const open = new Set(unfolded);
  const isShown = ({ under }: JobLine) => under === undefined || isAllUnfolded || open.has(under);
  const rows: PaneLine[] = [];
  for (const { podIds, lines } of blocks)
    for (const line of lines) if (isShown(line)) addRows(rows, line, { podIds, width });
  return rows;
}

/** A step's line has the time before it and how long it took behind it. */
function timeWidth({ part, atMs, tookMs, sinceMs }: JobLine, width: number): number {
  if (part !== 'step' || atMs === null) return 0;
  return (width >= 60 ? 9 : 0) + (tookMs === undefined && sinceMs === undefined ? 0 : 9);
}

/** What came while the job ran may be long and many: it is cut, and `c` copies it whole. */
function addRows(
  rows: PaneLine[],
  line: JobLine,
  { podIds, width }: { readonly podIds: readonly string[]; readonly width: number },
): void {
  const { key, text, indent } = line;
  const room = width - marginWidth - indent - 1 - timeWidth(line, width);
  const mustBeWhole = line.part !== undefined || (line.under !== undefined && line.atMs === null);
  if (!mustBeWhole || textWidth(text) <= room) {
    rows.push({ key, line, text, indent, isFirst: true, isLast: true, podIds });
    return;
  }
  const hang = width < 60 ? 4 : 8;
  const [first = '', ...rest] = wrapHanging(text, {
    first: Math.max(12, room),
    rest: Math.max(12, room - hang),
    maxRows: maxRowsOfLine,
  });
  rows.push({ key, line, text: first, indent, isFirst: true, isLast: rest.length === 0, podIds });
  for (const [index, each] of rest.entries())
    rows.push({
      key: `${key}~${index + 1}`,
      line,
      text: each.trimStart(),
      indent: indent + hang,
      isFirst: false,
      isLast: index === rest.length - 1,
      podIds,
    });
}
