/** What GPUs RunPod has to rent: memory, prices, stock, and in which regions. */
import type { GpuType } from '../../fleet/catalogue.ts';
import { bestStock } from '../../fleet/stock.ts';
import { dollars, unknownMark } from '../draw/numbers.ts';
import type { Span } from '../draw/paint.ts';
import { emptyReading, readingFigures } from './reading-lines.ts';
import { stockSpan } from './stock-span.ts';
import type { Table, TableFacts } from './table.ts';

export const gpus: Table = {
  id: 'gpus',
  title: 'GPUs at RunPod',
  group: 'runpod',
  reads: 'gpus',
  columns: [
    { title: 'GPU', width: (page) => (page >= 100 ? 26 : 18) },
    { title: 'MEMORY', align: 'right', width: () => 7 },
    { title: 'SECURE', align: 'right', width: () => 7 },
    { title: 'COMMUN.', align: 'right', width: (page) => (page >= 76 ? 7 : 0) },
    { title: 'SPOT', align: 'right', width: (page) => (page >= 90 ? 6 : 0) },
    { title: 'MAX', align: 'right', width: (page) => (page >= 70 ? 4 : 0) },
    { title: 'STOCK', width: () => 11 },
    { title: 'OURS', align: 'right', width: (page) => (page >= 110 ? 4 : 0) },
    { title: 'REGIONS', width: (page) => (page >= 60 ? Math.max(8, page - 90) : 0) },
  ],
  rows: (facts) =>
    [...(facts.resources.gpus.rows ?? [])].sort(byPrice).map((type) => ({
      key: type.typeId,
      text: `${type.displayName} ${type.typeId} ${bestStock(type) ?? ''} ${regionsOf(type).join(' ')}`,
      cells: [
        [[type.displayName, 'title']],
        [type.memoryGigabytes === null ? unknownMark : `${type.memoryGigabytes} GB`],
        [dollars(type.secureDollars)],
        [dollars(type.communityDollars)],
        [dollars(type.lowestBidDollars)],
        [type.maxGpuCount === null ? unknownMark : String(type.maxGpuCount)],
        [stockSpan(bestStock(type))],
        [ours(type, facts)],
        [[regionsOf(type).join(' '), 'dim']],
      ],
    })),
  figures: ({ resources, nowMs }) => readingFigures(resources.gpus, nowMs),
  head: () => [[['   $ a GPU and hour; stock is a hint, never a reservation; MAX: GPUs of one pod', 'dim']]],
  explained: (row, { resources }, width) => {
    const type = resources.gpus.rows?.find(({ typeId }) => typeId === row.key);
    return type === undefined ? [] : explanation(type, width);
  },
  empty: ({ resources }) =>
    emptyReading(resources.gpus, 'GPU types', [[['   RunPod lists no GPU type', 'dim']]]),
};

/** The cheapest first, those without a price last. */
function byPrice(left: GpuType, right: GpuType): number {
  return priceOf(left) - priceOf(right) || left.displayName.localeCompare(right.displayName);
}

function priceOf({ secureDollars, communityDollars }: GpuType): number {
  return Math.min(secureDollars ?? Number.MAX_VALUE, communityDollars ?? Number.MAX_VALUE);
}

/** Those with stock first. */
function regionsOf({ dataCentres }: GpuType): readonly string[] {
  return dataCentres.filter(({ stock }) => stock !== 'none').map(({ id }) => id);
}

function ours({ typeId, displayName }: GpuType, { fleet }: TableFacts): Span {
  const pods = [...fleet.pods.values()].map(({ pod }) => pod);
  const own = pods.filter(
    (pod) => pod.gpuTypeId === typeId || (pod.gpuTypeId == null && pod.gpuName === displayName),
  );
  const count = own.reduce((sum, pod) => sum + (pod.gpuCount ?? 0), 0);
  return count === 0 ? ['', 'dim'] : [String(count), 'accent'];
}

function explanation(type: GpuType, width: number): Span[][] {
  const title = `${type.displayName} · ${type.typeId}`;
  const places = type.dataCentres.map(({ id, stock }): Span[] => [`${id} `, stockSpan(stock), '   ']);
  const perLine = Math.max(1, Math.floor((width - 2) / 24));
  const lines: Span[][] = [];
  for (let at = 0; at < places.length; at += perLine)
    lines.push([' ', ...places.slice(at, at + perLine).flat()]);
  const head: Span[] = [
    ['── ', 'faint'],
    [title, 'title'],
    ' ',
    ['─'.repeat(Math.max(0, width - title.length - 4)), 'faint'],
  ];
  return [head, ...(lines.length === 0 ? [[[' no region was told', 'dim'] satisfies Span]] : lines)];
}
