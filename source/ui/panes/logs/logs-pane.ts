/** Draws the page of logs: only the lines on the screen are made into rows. */
import type { WindowLine } from '../../../logs/model/snapshot.ts';
import type { Span } from '../../draw/paint.ts';
import { wrapText } from '../../draw/wrap.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import type { Rect } from '../../layout/rect.ts';
import { logCursorIndex, logSelection, logTopIndex } from '../../state/log-place.ts';
import { type DrawPane, filledRows } from '../pane.ts';
import { type LogRowLook, logRows } from './log-rows.ts';
import { logsTitle } from './logs-title.ts';
import { isRead, sourceLook, sourceName, sourceTrouble } from './source-look.ts';

/** Lines that are seen at once where each takes one row. */
export function logPageRows(frame: Frame, rect: Rect): number {
  return Math.max(1, rect.height - 1 - troubleRows(frame, rect).length);
}

export const drawLogs: DrawPane = (frame, { rect }) => {
  const { logs, paint } = frame;
  const trouble = troubleRows(frame, rect).map((spans) => paint.line(spans, rect.width));
  const title = logsTitle(frame, rect.width);
  const rows = logs.lines.length === 0 ? emptyRows(frame, rect) : lineRows(frame, rect);
  return filledRows([title, ...trouble, ...rows], rect);
};

/** The first source that does not work, in a row of its own; where there are no lines yet they are all told. */
function troubleRows({ logs }: Frame, { height, width }: Rect): readonly (readonly Span[])[] {
  if (height < 10 || logs.lines.length === 0) return [];
  const [text] = logs.sources.flatMap((source) => sourceTrouble(source) ?? []);
  const { spillProblem } = logs.counts;
  const said = spillProblem === null ? text : `Lines find no room on the disk: ${spillProblem}`;
  return said === undefined ? [] : [[' ', ['▲ ', 'warn'], [said.slice(0, width * 2), 'dim']]];
}

function lineRows(frame: Frame, rect: Rect): readonly string[] {
  const { view, logs, paint } = frame;
  const { lines } = logs;
  const height = logPageRows(frame, rect);
  const cursor = logCursorIndex(view.logs, lines);
  const selection = view.logs.selectedFromId === null ? null : logSelection(view.logs, lines);
  const base = lookOf(frame, rect, height);
  const isSelected = ({ id }: WindowLine, index: number): boolean =>
    selection === null
      ? index === cursor && view.logs.cursorId !== null
      : id >= selection.fromId && id <= selection.toId;
  const drawn = (index: number): readonly string[] => {
    const line = lines[index];
    if (line === undefined) return [];
    const selected = isSelected(line, index);
    const isContext = view.logs.filter.contextLines > 0 && view.logs.filter.applied !== '' && !line.isMatch;
    const look: LogRowLook = {
      ...base,
      isCursor: index === cursor && view.logs.cursorId !== null,
      isSelected: selected,
      isContext: isContext && !line.isOwn,
    };
    return logRows(line, look).map((spans) => paint.line(spans, rect.width, { selected }));
  };
  return view.logs.cursorId === null
    ? fromEnd(drawn, lines.length - 1, height)
    : aroundCursor(drawn, {
        top: logTopIndex(view.logs, lines, height),
        cursor,
        height,
        count: lines.length,
      });
}

type Drawn = (index: number) => readonly string[];

/** The newest lines at the foot. Fewer than fill the page stand at its top. */
function fromEnd(drawn: Drawn, last: number, height: number): readonly string[] {
  let rows: readonly string[] = [];
  for (let index = last; index >= 0 && rows.length < height; index--) rows = [...drawn(index), ...rows];
  return rows.slice(-height);
}

/** From the top on; where long lines would push the cursor out, from as far below as it takes. */
function aroundCursor(
  drawn: Drawn,
  {
    top,
    cursor,
    height,
    count,
  }: { readonly top: number; readonly cursor: number; readonly height: number; readonly count: number },
): readonly string[] {
  const above = fromEnd((index) => (index < top ? [] : drawn(index)), cursor, Number.POSITIVE_INFINITY);
  const rows = above.length > height ? [...above.slice(-height)] : [...above];
  for (let index = cursor + 1; index < count && rows.length < height; index++) rows.push(...drawn(index));
  return rows;
}

function lookOf({ view, logs, paint }: Frame, { width }: Rect, height: number): LogRowLook {
  const { hasTimes, isWrapped, isPretty, shift } = view.logs;
  const names = logs.pods.map(({ name }) => name.length);
  const read = logs.sources.filter(isRead);
  const sources = new Set(read.map(({ source }) => sourceName(source)));
  return {
    ...{ width, maxRows: height, isWrapped, isPretty, shift },
    hasTimes: hasTimes && width >= 60,
    podWidth: logs.pods.length < 2 ? 0 : Math.min(width >= 100 ? 20 : 12, Math.max(...names)),
    sourceWidth:
      sources.size < 2 || width < 60 ? 0 : Math.min(10, Math.max(...[...sources].map((name) => name.length))),
    ...{ isCursor: false, isSelected: false, isContext: false },
    hasOwnColours: paint.look.colours !== 'none' && paint.look.glyphs !== 'ascii',
  };
}

function emptyRows(frame: Frame, { width }: Rect): readonly string[] {
  const { view, logs, paint } = frame;
  const { filter, spanMs } = view.logs;
  const said =
    filter.applied !== ''
      ? logs.isSearching
        ? 'nothing matches so far'
        : 'nothing matches; Esc clears the filter'
      : spanMs !== null
        ? `nothing in this time; ${keyOf('logs.tail', view)} shows all times`
        : 'no line has come yet';
  const read = logs.sources.filter(isRead);
  const sources = (read.length > 0 ? read : logs.sources).flatMap((source): (readonly Span[])[] => {
    const { glyph, word, role } = sourceLook(source);
    const { state } = source;
    const why =
      state.kind === 'failed'
        ? `${state.reason} ${state.hint}`
        : state.kind === 'waiting'
          ? state.reason
          : '';
    const head: Span[] = [
      '   ',
      [glyph, role],
      ` ${source.podName} ${sourceName(source.source)} `,
      [word, role],
    ];
    return [
      head,
      ...(why === '' ? [] : wrapText(why, width - 8, 3).map((row): Span[] => ['     ', [row, 'dim']])),
    ];
  });
  const head: readonly Span[] = ['   ', [said, 'dim']];
  return [[], head, [], ...sources].map((spans) => paint.line(spans, width));
}
