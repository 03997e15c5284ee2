/** Every card, and below the table what is out of the ordinary about any of them. */
import type { GpuCardReading } from '../../../../pod-agent/protocol/readings.ts';
import type { PodRow } from '../../../fleet/questions.ts';
import { bytes } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import { gpuTable } from './gpu-table.ts';
import { identityLine } from './identity.ts';
import { noFigures } from './no-figures.ts';
import type { TabRoom } from './tab-room.ts';
import { toldLines } from './told-lines.ts';

export function gpusTab(row: PodRow, room: TabRoom): Span[][] {
  const missing = noFigures(row, room);
  const told = toldLines(row, room.width, room.nowMs);
  if (missing !== null) return [identityLine(row, room.width), ...missing, ...told];
  const gpu = row.entry.sample?.frame.gpu;
  if (gpu === undefined) return [[' ', ['the sample has no reading of GPUs: its collector failed', 'dim']]];
  if (gpu.failure !== null)
    return [
      [
        ' ',
        ['✖ ', 'crit'],
        [`the driver's tool failed (${gpu.failure.code}): ${gpu.failure.message}`, 'crit'],
      ],
    ];
  if (gpu.cards.length === 0) return [[' ', ['this pod has no GPU', 'dim']]];
  const driver = gpu.driverVersion === null ? '' : `  driver ${gpu.driverVersion}`;
  return [
    [...identityLine(row, room.width - driver.length), [driver, 'dim']],
    [],
    ...gpuTable(row, room),
    [],
    ...gpu.cards.flatMap(remarksOf),
    ...processLines(row),
  ];
}

/** Nothing for a card about which there is nothing to say. */
function remarksOf(card: GpuCardReading): Span[][] {
  const remarks: string[] = [];
  const throttles = card.throttleReasons ?? [];
  if (throttles.length > 0)
    remarks.push(`clocks held down: ${throttles.map((reason) => reason.replaceAll('-', ' ')).join(', ')}`);
  if (card.recoveryAction !== null && card.recoveryAction !== 'None')
    remarks.push(`the driver advises: ${card.recoveryAction}`);
  if (card.remappedRowsFailed === true) remarks.push('row remapping failed');
  if (card.remappedRowsPending === true) remarks.push('row remapping waits for a reset');
  if (card.retiredPagesPending === true) remarks.push('page retirement waits for a reset');
  if (card.migEnabled === true)
    remarks.push(
      `MIG: ${card.migInstances.map((instance) => instance.profile).join(', ') || 'no instances'}`,
    );
  return remarks.map((text): Span[] => [' ', [`gpu${card.index}`.padEnd(6), 'title'], [text, 'warn']]);
}

function processLines(row: PodRow): Span[][] {
  const processes = row.entry.sample?.frame.processes?.gpuProcesses;
  if (processes === undefined) return [];
  if (processes === null)
    return [[' ', ['the processes on the cards cannot be seen from inside this container', 'dim']]];
  if (processes.length === 0) return [[' ', ['no process is on any card', 'dim']]];
  const indexOf = new Map((row.entry.sample?.frame.gpu?.cards ?? []).map((card) => [card.uuid, card.index]));
  const head: Span[] = [
    ' ',
    ...cell([['GPU', 'dim']], 4),
    ...cell([['PID', 'dim']], 9, 'right'),
    ' ',
    ...cell([['MEMORY', 'dim']], 9, 'right'),
    '  ',
    ['PROCESS', 'dim'],
  ];
  return [
    head,
    ...processes.map((owner): Span[] => [
      ' ',
      ...cell([String(indexOf.get(owner.gpuUuid) ?? '?')], 4),
      ...cell([String(owner.pid)], 9, 'right'),
      ' ',
      ...cell([bytes(owner.memoryUsedBytes)], 9, 'right'),
      '  ',
      owner.name,
    ]),
  ];
}
