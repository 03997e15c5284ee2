/** Mounts, disk traffic, interfaces, and the ports that RunPod maps. */
import type { PodRow } from '../../../fleet/questions.ts';
import { rate, whole } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import { mountLines, processorLines } from './gauges.ts';
import { forwardsLines, linkLine } from './identity.ts';
import { noFigures } from './no-figures.ts';
import type { TabRoom } from './tab-room.ts';
import { toldLines } from './told-lines.ts';

export function networkTab(row: PodRow, room: TabRoom): Span[][] {
  const { width, nowMs, forwards } = room;
  const missing = noFigures(row, room);
  const told = toldLines(row, width, nowMs);
  const figures = missing?.concat(told) ?? [
    [' ', ['machine', 'title']],
    ...processorLines(row, width),
    [],
    [' ', ['disks', 'title'], '  ', [traffic(row), 'dim']],
    ...mountLines(row, width),
    [],
    ...interfaceLines(row),
  ];
  return [...figures, [], ...portLines(row), linkLine(row, room), ...forwardsLines(forwards, width)];
}

function traffic({ entry }: PodRow): string {
  const disk = entry.sample?.frame.disk;
  return `read ${rate(disk?.readBytesPerSecond ?? null)}  written ${rate(disk?.writtenBytesPerSecond ?? null)}`;
}

function interfaceLines({ entry }: PodRow): Span[][] {
  const interfaces = entry.sample?.frame.network?.interfaces ?? [];
  const head: Span[] = [
    ' ',
    ...cell([['network', 'title']], 14),
    ...cell([['IN', 'dim']], 11, 'right'),
    ...cell([['OUT', 'dim']], 11, 'right'),
    ...cell([['ERR/s', 'dim']], 8, 'right'),
    ...cell([['DROP/s', 'dim']], 8, 'right'),
  ];
  if (interfaces.length === 0)
    return [[' ', ['network', 'title'], '  ', ['no interface was reported', 'dim']]];
  return [
    head,
    ...interfaces.map((port): Span[] => [
      ' ',
      ...cell([port.name.slice(0, 13)], 14),
      ...cell([rate(port.receivedBytesPerSecond)], 11, 'right'),
      ...cell([rate(port.sentBytesPerSecond)], 11, 'right'),
      ...cell([[whole(port.errorsPerSecond), (port.errorsPerSecond ?? 0) > 0 ? 'warn' : 'dim']], 8, 'right'),
      ...cell([[whole(port.dropsPerSecond), (port.dropsPerSecond ?? 0) > 0 ? 'warn' : 'dim']], 8, 'right'),
    ]),
  ];
}

function portLines({ entry }: PodRow): Span[][] {
  const { ports } = entry.pod;
  if (ports.length === 0) return [[' ', ['ports', 'title'], '  ', ['none is mapped', 'dim']]];
  return [
    [' ', ['ports', 'title']],
    ...ports.map((port): Span[] => [
      ' ',
      ...cell([`${port.privatePort}/${port.type}`], 12),
      [port.public ? `${port.ip}:${port.publicPort}` : 'through the RunPod proxy', 'dim'],
    ]),
  ];
}
