/** `pod-engine gpus`: the GPU types that RunPod rents, with prices, stock and regions. */
import type { GpuType } from '../fleet/catalogue.ts';
import { bestStock, betterStock, stocksBestFirst } from '../fleet/stock.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { printList, resourceCloud } from './resource-cloud.ts';
import type { TableRow } from './table.ts';

export const gpus: Command = {
  words: 'gpus',
  aliases: ['gpus list'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'GPU types with memory, prices for one card and hour, stock and regions',
  flags: ['region', 'count', 'cloud', 'json', 'config'],
  flagsMean: {
    region: 'only what is in this data centre, as EU-RO-1; may be given often',
    cloud: 'secure, community or any; default any',
  },
  run,
};

const kinds = ['secure', 'community', 'any'] as const;

async function run(context: CommandContext): Promise<ExitCode> {
  const { count: gpuCount = 1, cloud: typed = 'any', region = [] } = context.flags;
  const kind = kinds.find((each) => each === typed);
  if (kind === undefined) {
    context.say(`There is no cloud "${typed}". There are: ${kinds.join(', ')}.\n`);
    return exitCodes.usage;
  }
  const cloud = await resourceCloud(context, 'read');
  if (typeof cloud === 'number') return cloud;
  const answer = await cloud.gpuTypes({ gpuCount, cloud: kind }, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  const shown = sorted(answer.value.filter((type) => isMeant(type, { gpuCount, region, kind })));
  return await printList(context, {
    ...{ name: 'gpus', document: shown, rows: shown.map((type) => rowOf(type, region)) },
    leastWantedFirst: ['regions', 'type', 'most', 'spot'],
    empty: emptyText(answer.value, region),
  });
}

type Wanted = {
  readonly gpuCount: number;
  readonly region: readonly string[];
  readonly kind: (typeof kinds)[number];
};

/** What is not known does not exclude: a type whose limit or price nobody told may well be had. */
function isMeant(type: GpuType, { gpuCount, region, kind }: Wanted): boolean {
  if (type.maxGpuCount !== null && type.maxGpuCount < gpuCount) return false;
  if (kind === 'secure' && type.secureDollars === null && type.communityDollars !== null) return false;
  if (kind === 'community' && type.communityDollars === null && type.secureDollars !== null) return false;
  const wanted = region.map((id) => id.toUpperCase());
  return wanted.length === 0 || placesOf(type).some((id) => wanted.includes(id));
}

function emptyText(types: readonly GpuType[], region: readonly string[]): string {
  if (region.length === 0) return 'RunPod lists no such GPU.';
  const known = [...new Set(types.flatMap(placesOf))].sort();
  const where = `RunPod lists no such GPU in ${region.join(' or ')}.`;
  return known.length === 0 ? where : `${where} There are some in ${known.join(', ')}.`;
}

/** The cheapest first, those without a price last. */
function sorted(types: readonly GpuType[]): readonly GpuType[] {
  const price = (type: GpuType): number =>
    Math.min(type.secureDollars ?? Number.MAX_VALUE, type.communityDollars ?? Number.MAX_VALUE);
  return [...types].sort((left, right) => price(left) - price(right));
}

function rowOf(type: GpuType, region: readonly string[]): TableRow {
  return {
    gpu: type.displayName,
    type: type.typeId,
    memory: type.memoryGigabytes === null ? '?' : `${type.memoryGigabytes} GB`,
    'secure $/h': dollars(type.secureDollars),
    'community $/h': dollars(type.communityDollars),
    spot: dollars(type.lowestBidDollars),
    most: type.maxGpuCount === null ? '?' : String(type.maxGpuCount),
    stock: stockIn(type, region) ?? '?',
    regions: regionsText(type) || '?',
  };
}

/** Of the regions that were asked for, the best; else the best anywhere. */
function stockIn(type: GpuType, region: readonly string[]): GpuType['stock'] {
  const wanted = region.map((id) => id.toUpperCase());
  const places = type.dataCentres.filter(({ id }) => wanted.includes(id));
  if (places.length === 0) return bestStock(type);
  return places.map((place) => place.stock).reduce(betterStock);
}

function dollars(amount: number | null): string {
  return amount === null ? '—' : amount.toFixed(2);
}

/** "high: EU-RO-1 EU-SE-1; low: US-TX-3" */
function regionsText({ dataCentres }: GpuType): string {
  return stocksBestFirst
    .filter((stock) => stock !== 'none')
    .flatMap((stock) => {
      const ids = dataCentres.filter((place) => place.stock === stock).map(({ id }) => id);
      return ids.length === 0 ? [] : [`${stock ?? '?'}: ${ids.join(' ')}`];
    })
    .join('; ');
}

function placesOf({ dataCentres }: GpuType): readonly string[] {
  return dataCentres.filter(({ stock }) => stock !== 'none').map(({ id }) => id);
}
