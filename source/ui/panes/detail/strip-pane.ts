/** The selected pod in three lines, for terminals too low for the whole detail. */
import type { GpuCardReading } from '../../../../pod-agent/protocol/readings.ts';
import { cardMemoryPercent, type PodRow } from '../../../fleet/questions.ts';
import { conditionLooks } from '../../draw/condition-look.ts';
import { gauge } from '../../draw/gauge.ts';
import { rate, watts, whole } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { spansWidth } from '../../draw/paint.ts';
import { ends } from '../../draw/rows.ts';
import { historyOf, sparkline } from '../../draw/sparkline.ts';
import type { Role } from '../../draw/theme.ts';
import { titleLine } from '../../draw/title-line.ts';
import { type DrawPane, filledRows } from '../pane.ts';
import { systemLine } from './gauges.ts';
import { conditionLine, linkLine } from './identity.ts';
import { noFigures } from './no-figures.ts';
import { noPodSpans } from './no-pod-spans.ts';
import { toldLines } from './told-lines.ts';

export const drawStrip: DrawPane = ({ paint, selected, nowMs, view }, { rect }) => {
  if (selected === null) {
    const hint = paint.line(noPodSpans(view), rect.width);
    return filledRows([titleLine(paint, rect.width, { title: 'pod', focused: false }), hint], rect);
  }
  const { pod } = selected.entry;
  const { keyWishes } = view;
  const look = conditionLooks[selected.condition.kind];
  const facts = [selected.gpuLabel, pod.region, pod.rental === 'spot' ? 'spot' : null].filter(
    (fact) => fact !== null,
  );
  const told = toldLines(selected, rect.width, nowMs);
  const lines =
    told.length > 0
      ? [conditionLine(selected), ...told]
      : (noFigures(selected, view) ?? figureLines(selected, rect.width, nowMs));
  const all =
    lines.length >= 3
      ? lines
      : [conditionLine(selected), ...lines, linkLine(selected, { width: rect.width, nowMs, keyWishes })];
  return filledRows(
    [
      titleLine(paint, rect.width, {
        title: selected.name,
        right: [
          [`${look.glyph} ${selected.condition.word}`, look.role],
          [` · ${facts.join(' · ')}`, 'dim'],
        ],
        focused: false,
      }),
      ...all.map((spans) => paint.line(spans, rect.width)),
    ],
    rect,
  );
};

function figureLines(row: PodRow, width: number, nowMs: number): Span[][] {
  const cards = row.entry.sample?.frame.gpu?.cards ?? [];
  const history = historyLine(row, width, nowMs);
  if (cards.length === 0) return [conditionLine(row), systemLine(row, width), history];
  return [
    [
      ' ',
      ['util ', 'dim'],
      ...cardCells(row, cards, { width: width - 7, of: (card) => card.utilizationPercent, role: 'gauge' }),
    ],
    [
      ' ',
      ['vram ', 'dim'],
      ...cardCells(row, cards, { width: width - 7, of: cardMemoryPercent, role: 'heat' }),
    ],
    history,
  ];
}

/** All cards beside each other, each with its bar and number as far as there is room. */
function cardCells(
  row: PodRow,
  cards: readonly GpuCardReading[],
  {
    width,
    of,
    role,
  }: { readonly width: number; readonly of: (card: GpuCardReading) => number | null; readonly role: Role },
): Span[] {
  const each = Math.min(24, Math.floor(width / cards.length));
  const bar = each - 6;
  return cards.flatMap((card): Span[] => {
    if (card.status !== 'ok')
      return [
        [String(card.index), 'faint'],
        [bar < 1 ? '✖' : `✖ ${card.status}`.slice(0, each - 2).padEnd(each - 1), 'crit'],
      ];
    const value = of(card);
    const number: Span = [whole(value).padStart(4), row.stale ? 'dim' : 'text'];
    const label: Span = [String(card.index), 'faint'];
    if (bar < 1)
      return each >= 5 ? [number, ' '.repeat(each - 4)] : [sparkline([value], { low: 0, high: 100 })];
    return [label, ...gauge(value, bar, row.stale ? 'dim' : role), number, ' '];
  });
}

function historyLine(row: PodRow, width: number, nowMs: number): Span[] {
  const hasCards = (row.gpuCount ?? 0) > 0;
  const role: Role = row.stale ? 'dim' : 'text';
  const power =
    row.powerLimitWatts === null
      ? watts(row.powerWatts)
      : `${whole(row.powerWatts)}/${watts(row.powerLimitWatts)}`;
  const figures = [
    row.temperatureCelsius === null ? null : `${whole(row.temperatureCelsius)}°C`,
    row.powerWatts === null ? null : power,
    `↓${rate(row.receivedBytesPerSecond)} ↑${rate(row.sentBytesPerSecond)}`,
  ].filter((figure) => figure !== null);
  const right: Span[] = [[figures.join('  '), role]];
  const room = Math.max(10, Math.min(60, width - 9 - spansWidth(right)));
  const series = hasCards ? row.entry.history.gpuPercent : row.entry.history.cpuPercent;
  const line = sparkline(historyOf(series, room, nowMs), { low: 0, high: 100 });
  return [
    ' ',
    ...ends(
      [
        [hasCards ? '10m  ' : 'cpu  ', 'dim'],
        [line, row.stale ? 'faint' : 'spark'],
      ],
      right,
      width - 2,
    ),
  ];
}
