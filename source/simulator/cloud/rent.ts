/** Renting a pod, whichever wire it is asked over. */
import type { PodPlan } from '../cast/index.ts';
import { mix } from '../chance.ts';
import { type CloudPod, isRented } from '../pod/cloud-pod.ts';
import type { Ledger } from './account.ts';
import { type CudaWish, cudaHostFor } from './cuda-hosts.ts';
import type { Guards } from './guards.ts';
import type { Market, Refusal } from './market.ts';
import { type Place, placeFor } from './placement.ts';
import type { PodView } from './pod-fields.ts';
import { refusal, refusalOf, somethingWentWrong } from './refusal.ts';
import { rentedPlan } from './rented-plan.ts';
import type { Templates } from './templates.ts';
import type { Volumes } from './volumes.ts';
import { type RentInput, settingsFor } from './wish.ts';

export type RentOptions = {
  readonly seed: number;
  readonly userId: string;
  readonly pods: readonly CloudPod[];
  readonly view: PodView;
  readonly market: Market;
  readonly templates: Templates;
  readonly volumes: Volumes;
  readonly ledger: Ledger;
  readonly guards: Guards;
  /** As many as may live at a time. */
  readonly mostRented: number;
  /** Makes the pod, which then comes up by itself, and puts it among the others. */
  addPod(plan: PodPlan): CloudPod;
  /** Dollars per card and hour. */
  setRate(podId: string, dollars: number): void;
};

/** null: no room, told without an error, as RunPod sometimes does. Throws how else it says no. */
export function rentOnDemand(input: RentInput, options: RentOptions): CloudPod | null {
  const place = placeFor(input, options.market);
  if (place === 'null') return null;
  if (place === 'supply-constraint') throw noRoom(options.userId);
  return rent(input, place, 'on-demand', options);
}

export function rentSpot(input: RentInput, options: RentOptions): CloudPod {
  const place = placeFor(input, options.market);
  const isLow = !isRefusal(place) && (input.bidPerGpu ?? 0) < place.lowestBidDollars;
  if (isRefusal(place) || isLow) throw noSpotRoom();
  return rent(input, place, 'spot', options);
}

function rent(input: RentInput, place: Place, rental: 'on-demand' | 'spot', options: RentOptions): CloudPod {
  mustHaveRoom(options);
  const settings = settingsFor(input, options.templates);
  const rate = rental === 'spot' ? (input.bidPerGpu ?? 0) : place.dollarsPerGpuHour;
  mustBePaid(rate * place.gpuCount, options.ledger);
  const { driver } = cudaHostFor(cudaWishOf(input));
  const guardedAt = { stopMs: timeIn(input.stopAfter), terminateMs: timeIn(input.terminateAfter) };
  const plan = rentedPlan({
    seed: mix(options.seed, options.pods.length, 65),
    name: input.name ?? 'pod',
    place,
    rental,
    settings,
    driver,
    templateId: input.templateId ?? null,
    networkVolume: volumeFor(input, place, options),
  });
  options.setRate(plan.id, rate);
  const pod = options.addPod(plan);
  options.guards.watch(pod, guardedAt);
  return pod;
}

function cudaWishOf({ allowedCudaVersions, cudaVersion, minCudaVersion }: RentInput): CudaWish {
  const allowed = [...(allowedCudaVersions ?? []), cudaVersion ?? null];
  return { allowed: allowed.filter((version) => version !== null), atLeast: minCudaVersion ?? null };
}

/** null: none was given. */
function timeIn(value: unknown): number | null {
  if (value == null || value === '') return null;
  const atMs = Date.parse(String(value));
  if (Number.isNaN(atMs)) throw somethingWentWrong();
  return atMs;
}

/** For this machine's sake; RunPod's own limit is not known. */
function mustHaveRoom({ pods, mostRented }: RentOptions): void {
  const living = pods.filter((pod) => isRented(pod) && !pod.life().terminated);
  if (living.length >= mostRented) throw refusal(`You have reached your limit of ${mostRented} pods.`);
}

/** There must be an hour's worth of credit. RunPod's own words for it are not known. */
export function mustBePaid(costPerHour: number, ledger: Ledger): void {
  if (ledger.balanceDollars() < costPerHour)
    throw refusalOf(
      'no-balance',
      'Your balance is too low to rent this pod: it must cover one hour at least.',
    );
}

/** A network volume is of one data centre, and of the secure cloud only. */
function volumeFor({ networkVolumeId }: RentInput, place: Place, { volumes }: RentOptions) {
  if (networkVolumeId == null || networkVolumeId === '') return null;
  const volume = volumes.find(networkVolumeId);
  if (volume === null || place.cloud === 'community') throw somethingWentWrong();
  if (volume.dataCenterId !== place.dataCenterId) throw somethingWentWrong();
  return { id: volume.id, gigabytes: volume.size };
}

function isRefusal(place: Place | Refusal): place is Refusal {
  return typeof place === 'string';
}

function noRoom(userId: string) {
  return refusal(
    'There are no longer any instances available with the requested specifications. Please refresh and try again.',
    { code: 'SUPPLY_CONSTRAINT', userId },
    'no-room',
  );
}

/** Other words than for a pod on demand. */
export function noSpotRoom() {
  return refusalOf(
    'no-room',
    'There are no longer any instances available with the request specifications. Please try again later.',
  );
}
