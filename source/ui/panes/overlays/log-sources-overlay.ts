/** The dialog in which sources of logs are switched on and off: each with its state, its count, and why it does not work. */
import type { LogSource } from '../../../logs/model/snapshot.ts';
import { truncateMiddle } from '../../../terminal/text-width.ts';
import { type Box, boxed } from '../../draw/box.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import { wrapText } from '../../draw/wrap.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import type { Overlay } from '../../state/view.ts';
import { podRole } from '../logs/log-rows.ts';
import { numberText } from '../logs/logs-title.ts';
import { sourceLook, sourceTrouble } from '../logs/source-look.ts';

export function logSourcesOverlay(
  frame: Frame,
  { index }: Extract<Overlay, { readonly kind: 'log-sources' }>,
): Box {
  const { logs, size } = frame;
  const width = Math.min(100, size.columns - 2);
  const room = Math.max(1, size.rows - 9);
  const top = Math.max(0, Math.min(index - Math.floor(room / 2), logs.sources.length - room));
  const rows = logs.sources
    .slice(top, top + room)
    .map((source, at) =>
      sourceRow(source, { width, isMarked: top + at === index, hasPods: logs.pods.length > 1 }),
    );
  const selected = logs.sources[index];
  const why = selected === undefined ? null : sourceTrouble(selected);
  const said =
    why === null ? [] : [[], ...wrapText(why, width - 8, 3).map((row): Span[] => ['   ', [row, 'warn']])];
  const none: Span[][] = logs.sources.length > 0 ? [] : [['   ', ['no source is known yet', 'dim']]];
  return boxed(frame.paint, {
    title: 'Sources',
    content: [[], ...rows, ...none, ...said, [], hintRow(frame)],
    size,
    width,
  });
}

function hintRow({ view }: Frame): Span[] {
  const toggle = keyOf('log-sources.toggle', view);
  return ['   ', [toggle, 'key'], [' on or off  ', 'dim'], ['Esc', 'key'], [' close', 'dim']];
}

function sourceRow(
  source: LogSource,
  {
    width,
    isMarked,
    hasPods,
  }: { readonly width: number; readonly isMarked: boolean; readonly hasPods: boolean },
): Span[] {
  const { glyph, word, role } = sourceLook(source);
  const podWidth = hasPods ? 18 : 0;
  const nameWidth = Math.max(10, width - podWidth - 34);
  return [
    '   ',
    isMarked ? ['▸ ', 'accent'] : '  ',
    ...(hasPods
      ? cell([[truncateMiddle(source.podName, podWidth - 1), podRole(source.podName)]], podWidth)
      : []),
    ...cell([[truncateMiddle(source.source, nameWidth - 1), isMarked ? 'accent' : 'text']], nameWidth),
    ...cell([[`${glyph} ${word}`, role]], 13),
    ...cell([[numberText(source.lineCount), 'dim']], 10, 'right'),
  ];
}
