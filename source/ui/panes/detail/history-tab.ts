/** Ten minutes of everything that is kept, in as many charts as the screen has room for. */
import type { PodRow } from '../../../fleet/questions.ts';
import { percent, rate, watts } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import { type ChartPlan, chartLines, timeAxis } from './charts.ts';
import type { TabRoom } from './tab-room.ts';

export function historyTab(row: PodRow, { width, height, nowMs }: TabRoom): Span[][] {
  const plans = plansOf(row);
  const beside = width >= 100;
  const columnWidth = beside ? Math.floor(width / 2) : width;
  const perColumn = beside ? Math.ceil(plans.length / 2) : plans.length;
  const chartHeight = Math.max(4, Math.floor((height - 1) / perColumn));
  const column = (part: readonly ChartPlan[]) => [
    ...part.flatMap((plan) => chartLines(plan, { width: columnWidth, height: chartHeight, nowMs })),
    timeAxis(columnWidth),
  ];
  const left = column(plans.slice(0, perColumn));
  if (!beside) return left;
  const right = column(plans.slice(perColumn));
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    ...cell(left[index] ?? [], columnWidth),
    ...(right[index] ?? []),
  ]);
}

function plansOf(row: PodRow): ChartPlan[] {
  const { history } = row.entry;
  const gpuPlans: ChartPlan[] = [
    { title: 'GPU use', series: history.gpuPercent, role: 'gauge', high: 100, format: percent },
    { title: 'GPU memory', series: history.gpuMemoryPercent, role: 'heat', high: 100, format: percent },
    { title: 'GPU power', series: history.powerWatts, role: 'spark', high: null, format: watts },
  ];
  return [
    ...(row.gpuCount === 0 ? [] : gpuPlans),
    { title: 'CPU', series: history.cpuPercent, role: 'gauge', high: 100, format: percent },
    { title: 'memory', series: history.memoryPercent, role: 'heat', high: 100, format: percent },
    { title: 'fullest disk', series: history.diskPercent, role: 'idle', high: 100, format: percent },
    { title: 'network in', series: history.receivedBytesPerSecond, role: 'spark', high: null, format: rate },
    { title: 'network out', series: history.sentBytesPerSecond, role: 'spark', high: null, format: rate },
  ];
}
