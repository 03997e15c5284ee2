/** GPUs and places in order of wish, with what RunPod says of stock and price, and which of them are worth asking for. */
import { nearestWord } from '../../../base/nearest.ts';
import { exactDollars } from '../../../fleet/exact-dollars.ts';
import type { CloudResult } from '../../../runpod/cloud.ts';
import type { DeployCloud, GpuOffer } from '../../../runpod/deploy-cloud.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import type { PodConfiguration } from '../../model/release.ts';
import { placesOf } from './places.ts';

export type Wish = {
  readonly gpuTypeId: string;
  readonly dataCentreId: string | null;
  readonly offer: GpuOffer | null;
  /** Of the whole pod; null: nobody said. */
  readonly dollarsPerHour: number | null;
  /** Why it is not asked for, a part of a sentence; null: it is. */
  readonly skipped: string | null;
};

export type Wishes = { readonly wishes: readonly Wish[]; readonly problems: readonly DeployProblem[] };

/** Each GPU in each place before the next GPU. Stock is a hint, so what RunPod calls sold out is asked for all the same. */
export async function wishesOf(
  asked: { readonly configuration: PodConfiguration; readonly maxDollarsPerHour: number | null },
  cloud: DeployCloud,
  signal: AbortSignal,
): Promise<CloudResult<Wishes>> {
  const { configuration } = asked;
  const found = await placesOf(configuration, cloud, signal);
  if (!found.ok) return found;
  if (found.value.kind === 'impossible') {
    return { ok: true, value: { wishes: [], problems: [found.value.problem] } };
  }
  const places = found.value.ids;
  const offers = new Map<string | null, readonly GpuOffer[]>();
  for (const dataCentreId of places) {
    const { gpuCount, cloud: kind } = configuration;
    const listed = await cloud.gpuOffers({ gpuCount, cloud: kind, dataCentreId }, signal);
    if (!listed.ok) return listed;
    offers.set(dataCentreId, listed.value);
  }
  const known = [...offers.values()].flat();
  const isKnown = (typeId: string) => known.some((offer) => isCalled(offer, typeId));
  const wishes = configuration.gpuTypeIds
    .filter(isKnown)
    .flatMap((typeId) =>
      places.map((place) => wishOf({ typeId, place, offers: offers.get(place) ?? [], asked })),
    );
  const strangers = configuration.gpuTypeIds.filter((typeId) => !isKnown(typeId));
  const severity = wishes.length === 0 ? 'error' : 'warning';
  const problems = strangers.map((typeId) => problemOf(typeId, known, severity));
  return { ok: true, value: { wishes: wishes.slice(0, mostWishes), problems } };
}

/** "1 x NVIDIA A40 in EU-RO-1 ($0.40 an hour, stock low)" */
export function wishText(wish: Wish, gpuCount: number): string {
  const price =
    wish.dollarsPerHour === null ? 'price not known' : `$${exactDollars(wish.dollarsPerHour)} an hour`;
  const stock = wish.offer?.stock ?? 'not known';
  return `${gpuCount} x ${wish.gpuTypeId}${placeText(wish)} (${price}, stock ${stock})`;
}

const mostWishes = 100;

function placeText({ dataCentreId }: Wish): string {
  return dataCentreId === null ? '' : ` in ${dataCentreId}`;
}

type Asked = { readonly configuration: PodConfiguration; readonly maxDollarsPerHour: number | null };

function wishOf(options: {
  readonly typeId: string;
  readonly place: string | null;
  readonly offers: readonly GpuOffer[];
  readonly asked: Asked;
}): Wish {
  const { typeId, place, offers, asked } = options;
  const offer = offers.find((each) => isCalled(each, typeId)) ?? null;
  const perGpu = asked.configuration.bidPerGpuDollars ?? offer?.dollarsPerGpuHour ?? null;
  const dollarsPerHour = perGpu === null ? null : perGpu * asked.configuration.gpuCount;
  return {
    gpuTypeId: offer?.typeId ?? typeId,
    dataCentreId: place,
    offer,
    dollarsPerHour,
    skipped: skipReason(offer, dollarsPerHour, asked),
  };
}

/** RunPod spells one card in two ways. */
function isCalled(offer: GpuOffer, name: string): boolean {
  return [offer.typeId, offer.displayName].some((each) => each.toLowerCase() === name.toLowerCase());
}

function skipReason(
  offer: GpuOffer | null,
  dollarsPerHour: number | null,
  { configuration, maxDollarsPerHour }: Asked,
): string | null {
  const most = offer?.maxGpuCount ?? null;
  if (most !== null && most < configuration.gpuCount) return `a pod can have at most ${most} of them`;
  if (maxDollarsPerHour === null) return null;
  if (dollarsPerHour === null) {
    return `RunPod names no price, so that the limit of $${exactDollars(maxDollarsPerHour)} an hour could not be kept`;
  }
  if (dollarsPerHour <= maxDollarsPerHour) return null;
  return `it costs $${exactDollars(dollarsPerHour)} an hour, more than the limit of $${exactDollars(maxDollarsPerHour)}`;
}

/**
 * A type that RunPod does not know is not asked for: it would be refused with words that mean anything. The others may
 * do; without others there is nothing to be had.
 */
function problemOf(
  typeId: string,
  known: readonly GpuOffer[],
  severity: DeployProblem['severity'],
): DeployProblem {
  return { severity, text: `RunPod knows no GPU "${typeId}".`, fix: fixOf(typeId, known) };
}

/** People say "4090" and "H100", which stands in the names of one type or of a few. */
function fixOf(typeId: string, known: readonly GpuOffer[]): string {
  if (/^cpu\d/i.test(typeId))
    return 'Pods without a GPU are not rented here: take a type of `pod-engine gpus`.';
  const plain = typeId.toLowerCase();
  const names = [...new Set(known.map(({ displayName }) => displayName))];
  const holding = names.filter((name) => plain.length > 1 && name.toLowerCase().includes(plain)).slice(0, 4);
  const ids = known.flatMap((offer) => [offer.typeId, offer.displayName]);
  const near = holding.length > 0 ? holding : [nearestWord(typeId, ids)].filter((word) => word !== null);
  if (near.length === 0) return 'Take one of the types that RunPod lists: `pod-engine gpus`.';
  return `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
}
