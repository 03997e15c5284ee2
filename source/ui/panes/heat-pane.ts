/** Every card of the fleet as one cell: where the work is, and where it is not. */
import type { PodRow } from '../../fleet/questions.ts';
import { truncateMiddle } from '../../terminal/text-width.ts';
import type { Span } from '../draw/paint.ts';
import { cell } from '../draw/rows.ts';
import { sparkline } from '../draw/sparkline.ts';
import { titleLine } from '../draw/title-line.ts';
import { heatCellWidth } from '../layout/wide-body.ts';
import { type DrawPane, filledRows } from './pane.ts';

const nameWidth = 16;
const cardCells = heatCellWidth - nameWidth - 2;

export const drawHeat: DrawPane = ({ paint, rows }, { rect }) => {
  const columns = Math.max(1, Math.floor((rect.width - 1) / heatCellWidth));
  const room = columns * (rect.height - 1);
  const busy = rows.filter(
    (row) => (row.entry.sample?.frame.gpu?.cards.length ?? 0) > 0 && row.condition.kind !== 'stopped',
  );
  const shown = busy.slice(0, room);
  const more = busy.length > room ? `${busy.length - room} more below` : '';
  const title = titleLine(paint, rect.width, {
    title: 'heat  1 cell = 1 GPU',
    right: [
      [more === '' ? '' : `${more}  `, 'dim'],
      ['▁ idle  ▄ half  █ busy  × lost', 'dim'],
    ],
    focused: false,
  });
  const lines = Array.from({ length: rect.height - 1 }, (_, line) =>
    paint.line([' ', ...shown.slice(line * columns, (line + 1) * columns).flatMap(podCells)], rect.width),
  );
  return filledRows([title, ...lines], rect);
};

function podCells(row: PodRow): Span[] {
  const cards = row.entry.sample?.frame.gpu?.cards ?? [];
  const cells = cards.slice(0, cardCells).map((card): Span => {
    if (card.status !== 'ok') return ['×', 'crit'];
    const value = card.utilizationPercent;
    return [
      sparkline([value], { low: 0, high: 100 }),
      row.stale ? 'faint' : value !== null && value < 5 ? 'idle' : 'gauge',
    ];
  });
  return [
    ...cell([[truncateMiddle(row.name, nameWidth - 1), row.stale ? 'dim' : 'text']], nameWidth),
    ...cell(cells, heatCellWidth - nameWidth),
  ];
}
