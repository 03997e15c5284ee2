/** The machine's own figures: CPU, memory, disk, network. */
import type { CollectorFailure } from '../../../../pod-agent/protocol/frames.ts';
import type { MountReading } from '../../../../pod-agent/protocol/readings.ts';
import { mountPercent, type PodRow } from '../../../fleet/questions.ts';
import { truncateMiddle } from '../../../terminal/text-width.ts';
import { fullnessRole } from '../../draw/condition-look.ts';
import { gauge } from '../../draw/gauge.ts';
import { bytes, percent, rate } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { cell, fitItems } from '../../draw/rows.ts';

/** One line: "cpu ███· 34%  ram ████▍ 48%  net ↓3.1 GB/s ↑2.9 GB/s", as much of it as fits. */
export function systemLine(row: PodRow, width: number): Span[] {
  const bar = width >= 100 ? 14 : width >= 70 ? 8 : 6;
  const items = [
    { spans: named(scoped('cpu', row), row, { value: row.cpuPercent, bar, hurts: false }), rank: 0 },
    { spans: named(scoped('ram', row), row, { value: row.memoryPercent, bar, hurts: true }), rank: 1 },
    { spans: named('disk', row, { value: row.diskPercent, bar, hurts: true }), rank: 3 },
    {
      spans: [
        ['net ', 'dim'],
        [`↓${rate(row.receivedBytesPerSecond)} ↑${rate(row.sentBytesPerSecond)}`, row.stale ? 'dim' : 'text'],
      ] as const,
      rank: 2,
    },
  ];
  return [' ', ...fitItems(items, width - 2, '  ')];
}

function named(
  name: string,
  row: PodRow,
  { value, bar, hurts }: { readonly value: number | null; readonly bar: number; readonly hurts: boolean },
): Span[] {
  const role = row.stale ? 'dim' : hurts ? fullnessRole(value) : 'text';
  return [
    [`${name} `, 'dim'],
    ...gauge(value, bar, row.stale ? 'dim' : 'gauge'),
    [percent(value).padStart(5), role],
  ];
}

/** CPU and memory in full, a line each. */
export function processorLines(row: PodRow, width: number): Span[][] {
  const frame = row.entry.sample?.frame;
  if (frame === undefined) return [];
  const bar = Math.max(8, Math.min(40, width - 52));
  const { cpu, memory, load, pressure } = frame;
  const cores = cpu?.limitCores == null ? '' : ` of ${number(cpu.limitCores)} cores`;
  const limit = memory?.limitBytes == null ? '' : ` of ${bytes(memory.limitBytes)}`;
  const lines: Span[][] = [
    [
      ' ',
      ...cell(named(scoped('cpu', row), row, { value: row.cpuPercent, bar, hurts: false }), bar + 15),
      [cores.trim(), 'dim'],
      throttled(cpu?.throttledPercent ?? null),
    ],
    [
      ' ',
      ...cell(named(scoped('ram', row), row, { value: row.memoryPercent, bar, hurts: true }), bar + 15),
      [`${bytes(memory?.usedBytes ?? null)}${limit}`, 'dim'],
      kills(memory?.oomKillCount ?? null),
    ],
  ];
  if (load !== undefined || pressure !== undefined) lines.push(loadLine(row));
  if (frame.failures.length > 0) lines.push(unreadLine(frame.failures));
  return lines;
}

/** In a container without limits the figures are the whole host's, and say so. */
function scoped(name: 'cpu' | 'ram', { entry }: PodRow): string {
  const frame = entry.sample?.frame;
  const scope = name === 'cpu' ? frame?.cpu?.scope : frame?.memory?.scope;
  return scope === 'host' ? `host ${name}` : name;
}

/** What the pod could not read of itself, and why. */
function unreadLine(failures: readonly CollectorFailure[]): Span[] {
  const texts = failures.map(({ collector, reason }) => `${collector} (${reason})`);
  return [' ', ['not read  ', 'dim'], [texts.join(', '), 'dim']];
}

function loadLine({ entry }: PodRow): Span[] {
  const load = entry.sample?.frame.load;
  const pressure = entry.sample?.frame.pressure;
  const loads = [load?.load1, load?.load5, load?.load15].map((value) =>
    value == null ? '—' : value.toFixed(1),
  );
  const waits = [
    ['cpu', pressure?.cpuSomePercent],
    ['memory', pressure?.memorySomePercent],
    ['io', pressure?.ioSomePercent],
  ] as const;
  return [
    ' ',
    ['load ', 'dim'],
    loads.join(' '),
    ['  waiting for ', 'dim'],
    waits.map(([name, value]) => `${name} ${percent(value ?? null)}`).join(' '),
  ];
}

/** A line for each mount. */
export function mountLines(row: PodRow, width: number): Span[][] {
  const mounts = row.entry.sample?.frame.disk?.mounts ?? [];
  const bar = Math.max(6, Math.min(30, width - 58));
  return mounts.map((mount) => mountLine(row, mount, { width, bar }));
}

function mountLine(
  row: PodRow,
  mount: MountReading,
  { width, bar }: { readonly width: number; readonly bar: number },
): Span[] {
  const nameWidth = Math.min(20, Math.max(10, width - bar - 44));
  const name: Span[] = [
    ' ',
    ...cell([[truncateMiddle(mount.mountPoint, nameWidth), row.stale ? 'dim' : 'text']], nameWidth),
    ' ',
  ];
  if (mount.unanswered) return [...name, ['✖ the filesystem does not answer', 'crit']];
  if (!mount.quotaVisible)
    return [...name, [`${bytes(mount.usedBytes)} used; its quota cannot be seen from inside`, 'dim']];
  const value = mountPercent(mount);
  return [
    ...name,
    ...gauge(value, bar, row.stale ? 'dim' : 'gauge'),
    [percent(value).padStart(5), row.stale ? 'dim' : fullnessRole(value)],
    [` ${bytes(mount.availableBytes)} free of ${bytes(mount.totalBytes)}`, 'dim'],
    [mount.filesystem === null ? '' : ` ${mount.filesystem}`, 'faint'],
  ];
}

function throttled(value: number | null): Span {
  return value !== null && value >= 1 ? [`  held back ${percent(value)} of the time`, 'warn'] : '';
}

function kills(count: number | null): Span {
  return count !== null && count > 0
    ? [`  ${count} out-of-memory ${count === 1 ? 'kill' : 'kills'}`, 'crit']
    : '';
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}
