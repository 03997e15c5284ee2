/** The pod at a glance: what it is, how it is, its cards, the machine under it; charts where there is room for them. */
import type { PodRow } from '../../../fleet/questions.ts';
import { percent, watts } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { idleStopWords } from '../idle-stop-spans.ts';
import { chartLines, timeAxis } from './charts.ts';
import { costLines } from './cost-lines.ts';
import { mountLines, systemLine } from './gauges.ts';
import { gpuTable } from './gpu-table.ts';
import { healthLines } from './health-lines.ts';
import { conditionLine, forwardsLines, identityLine, linkLine } from './identity.ts';
import { noFigures } from './no-figures.ts';
import { readinessLines } from './readiness-lines.ts';
import type { TabRoom } from './tab-room.ts';
import { toldLines } from './told-lines.ts';

export function overviewTab(row: PodRow, room: TabRoom): Span[][] {
  const { width, height, nowMs } = room;
  const missing = noFigures(row, room);
  const figures = missing ?? [...gpuTable(row, room), systemLine(row, width)];
  const core = [identityLine(row, width), ...figures, ...toldLines(row, width, nowMs)];
  const lines = core.length < height ? [core[0] ?? [], conditionLine(row), ...core.slice(1)] : core;
  const ways = [linkLine(row, room), ...forwardsLines(room.forwards, width)];
  if (missing !== null) return withLadder(row, room, [...lines, ...ways]);
  if (lines.length < height) lines.push(...ways.slice(0, height - lines.length));
  const blocks = [costBlock(row, room), healthLines(row, width, nowMs), mountLines(row, width)];
  for (const block of blocks)
    if (block.length > 0 && lines.length + block.length + 1 <= height) lines.push([], ...block);
  return [...lines, ...overviewCharts(row, { ...room, height: height - lines.length - 1 })];
}

/** In the place of figures: what has to come before there are any. */
function withLadder(row: PodRow, room: TabRoom, lines: Span[][]): Span[][] {
  const ladder = readinessLines(row, { ...room, height: room.height - lines.length - 1 });
  const rest = [...costBlock(row, room), ...healthLines(row, room.width, room.nowMs)];
  return [...lines, ...(ladder.length === 0 ? [] : [[], ...ladder]), ...rest];
}

function costBlock(row: PodRow, room: TabRoom): Span[][] {
  const { money, idleStop, width, nowMs } = room;
  const words = idleStopWords(idleStop, room);
  const waiting: Span[][] = words === null ? [] : [[' ', [`▲ ${words} it`, 'warn']]];
  return [...waiting, ...costLines(row, money, width, nowMs)];
}

const chartRows = 5;

/** As many whole charts as there is room for, the most telling first. */
function overviewCharts(row: PodRow, { width, height, nowMs }: TabRoom): Span[][] {
  const { history } = row.entry;
  const hasCards = (row.gpuCount ?? 0) > 0;
  const plans = [
    ...(hasCards
      ? [
          {
            title: 'GPU use',
            series: history.gpuPercent,
            role: 'gauge',
            high: 100,
            format: percent,
          } as const,
          { title: 'power', series: history.powerWatts, role: 'spark', high: null, format: watts } as const,
        ]
      : []),
    { title: 'CPU', series: history.cpuPercent, role: 'gauge', high: 100, format: percent } as const,
    { title: 'memory', series: history.memoryPercent, role: 'heat', high: 100, format: percent } as const,
  ];
  const count = Math.min(plans.length, Math.floor((height - 1) / chartRows));
  if (count < 1) return [];
  const rows = Math.min(10, Math.floor((height - 1) / count));
  const lines = plans.slice(0, count).flatMap((plan) => chartLines(plan, { width, height: rows, nowMs }));
  return [[], ...lines, timeAxis(width)];
}
