/** The plan of a pod, and the question: what is asked for in which order, what it costs, and what RunPod does at the end. */
import type { GpuType } from '../../../fleet/catalogue.ts';
import { exactDollars } from '../../../fleet/exact-dollars.ts';
import type { CreateRequest } from '../../../life/create-request.ts';
import { lowestBidAbove } from '../../../life/low-bid.ts';
import type { Box } from '../../draw/box.ts';
import { dollars } from '../../draw/numbers.ts';
import { longDuration } from '../../draw/time.ts';
import type { Frame } from '../../frame.ts';
import { gpuTypeOf, priceOf } from '../../state/create-rows.ts';
import type { Overlay } from '../../state/view.ts';
import { answers, dialog, type Fact, type SayFact, wrappedFacts } from './dialog.ts';

type CreateAsk = Extract<Overlay, { readonly kind: 'create-ask' }>;

export function createAskOverlay(frame: Frame, { request, choice }: CreateAsk): Box {
  const say = wrappedFacts(frame);
  return dialog(frame, `Rent ${request.name} · ${frame.fleet.profile}`, {
    facts: [
      ...wishFacts(frame, request, say),
      ...priceFacts(frame, request, say),
      say('image', imageText(frame, request), 'dim', 3),
      say('disks', diskText(frame, request), 'dim', 3),
      say('ports', request.ports === '' ? 'none: it can be reached by nobody' : request.ports, 'dim', 5),
      ...variableFacts(request, say),
      endFact(request, say),
    ],
    answers: [answers(frame, choice, 'rent it')],
  });
}

function wishFacts(frame: Frame, request: CreateRequest, say: SayFact): readonly Fact[] {
  const most = Math.max(2, Math.min(6, frame.size.rows - 14));
  const { gpuTypeIds, gpuCount, cloud } = request;
  const where =
    request.dataCentreIds.length === 0 ? 'anywhere' : `in ${request.dataCentreIds.join(', then ')}`;
  const rest = gpuTypeIds.length - most;
  const facts = gpuTypeIds.slice(0, most).map((id, index) => {
    const type = gpuTypeOf(id, frame.resources);
    const cost = costText(type, request);
    const stock = `stock ${type?.stock ?? 'not known'}`;
    const text = `${gpuCount} × ${type?.displayName ?? id}, ${cost}, ${stock}`;
    return say(index === 0 ? 'asks for' : 'then', text, type?.stock === 'none' ? 'warn' : 'title', 0);
  });
  const more = rest > 0 ? [say('then', `${rest} more types`, 'dim', 0)] : [];
  return [...facts, ...more, say('where', `${where}; ${cloud} cloud`, 'dim', 4)];
}

/** Of a spot pod the lowest bid that RunPod names: what it costs on demand is not what is paid. */
function costText(type: GpuType | null, { cloud, gpuCount, bidPerGpuDollars }: CreateRequest): string {
  if (bidPerGpuDollars !== null) {
    const lowest = type?.lowestBidDollars ?? null;
    return lowest === null ? 'lowest bid not known' : `bids from $${exactDollars(lowest)} a card`;
  }
  const price = type === null ? null : priceOf(type, cloud);
  return price === null ? 'price not known' : `$${dollars(price * gpuCount)}/h`;
}

function priceFacts(frame: Frame, request: CreateRequest, say: SayFact): readonly Fact[] {
  const { bidPerGpuDollars: bid, gpuCount, maxDollarsPerHour: limit } = request;
  const over =
    limit === null ? [] : [say('at most', `$${dollars(limit)}/h; what costs more is left out`, 'dim', 2)];
  if (bid !== null)
    return [
      say('bills', `up to ${hourAndDay(bid * gpuCount)}: a bid of $${exactDollars(bid)} a card`, 'idle', 0),
      ...lowBidFacts(frame, request, say),
      say('risk', 'whoever bids more may stop it at any moment', 'warn', 2),
      ...over,
    ];
  const prices = request.gpuTypeIds.flatMap((id) => {
    const type = gpuTypeOf(id, frame.resources);
    const price = type === null ? null : priceOf(type, request.cloud);
    return price === null ? [] : [price * gpuCount];
  });
  if (prices.length === 0) return [say('bills', 'the price is not known', 'lost', 0), ...over];
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const text =
    low === high ? hourAndDay(low) : `${hourAndDay(low)}, to ${hourAndDay(high)}, by the type that is had`;
  return [say('bills', `${text}, from when it is rented`, 'idle', 0), ...over];
}

function lowBidFacts(
  { resources }: Frame,
  { bidPerGpuDollars: bid, gpuTypeIds }: CreateRequest,
  say: SayFact,
): readonly Fact[] {
  const bids = gpuTypeIds.map((id) => gpuTypeOf(id, resources)?.lowestBidDollars ?? null);
  const lowest = bid === null ? null : lowestBidAbove(bid, bids);
  if (lowest === null) return [];
  return [say('too low', `the lowest bid that RunPod names is $${exactDollars(lowest)} a card`, 'warn', 0)];
}

function hourAndDay(perHour: number): string {
  return `$${dollars(perHour)}/h, $${dollars(perHour * 24)} a day`;
}

function imageText({ resources }: Frame, { image, templateId }: CreateRequest): string {
  const template = resources.templates.rows?.find(({ id }) => id === templateId);
  const of = templateId === null ? '' : `by the template ${template?.name ?? templateId}`;
  return image === null
    ? `${template?.image ?? 'the one'} ${of}`
    : `${image}${of === '' ? '' : `, else ${of}`}`;
}

function diskText({ resources }: Frame, request: CreateRequest): string {
  const { containerDiskGigabytes, volumeGigabytes, volumeMountPath, networkVolumeId } = request;
  const disk = `${containerDiskGigabytes} GB of its own`;
  const network = resources.volumes.rows?.find(({ id }) => id === networkVolumeId);
  if (networkVolumeId !== null)
    return `${disk}; network volume ${network?.name ?? networkVolumeId} at ${volumeMountPath}`;
  return volumeGigabytes === 0
    ? `${disk}; no volume`
    : `${disk}; ${volumeGigabytes} GB volume at ${volumeMountPath}`;
}

function variableFacts({ environment }: CreateRequest, say: SayFact): readonly Fact[] {
  const names = Object.keys(environment);
  return names.length === 0 ? [] : [say('variables', names.join(', '), 'dim', 5)];
}

/** What nobody ends goes on billing. */
function endFact({ timeToLive }: CreateRequest, say: SayFact): Fact {
  if (timeToLive === null) return say('ends', 'when somebody stops it: RunPod does not by itself', 'warn', 1);
  const after = longDuration(timeToLive.ms / 1000);
  return timeToLive.then === 'stop'
    ? say('ends', `RunPod stops it after ${after}; its volume bills on`, 'ok', 1)
    : say('ends', `RunPod terminates it after ${after}, with its own volume`, 'ok', 1);
}
