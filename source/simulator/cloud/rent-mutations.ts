/** Renting pods, on demand and at a bid. */
import type { PodPlan } from '../cast/index.ts';
import { mix } from '../chance.ts';
import { type CloudPod, isRented } from '../pod/cloud-pod.ts';
import type { Ledger } from './account.ts';
import type { Caller } from './callers.ts';
import type { Market, Refusal } from './market.ts';
import { type Place, placeFor } from './placement.ts';
import { type PodView, podFields } from './pod-fields.ts';
import { refusal, somethingWentWrong } from './refusal.ts';
import { rentedPlan } from './rented-plan.ts';
import type { Templates } from './templates.ts';
import { type RentInput, settingsFor } from './wish.ts';

export type RentOptions = {
  readonly seed: number;
  readonly userId: string;
  readonly pods: readonly CloudPod[];
  readonly view: PodView;
  readonly market: Market;
  readonly templates: Templates;
  readonly ledger: Ledger;
  /** As many as may live at a time. */
  readonly mostRented: number;
  /** Makes the pod, which then comes up by itself, and puts it among the others. */
  addPod(plan: PodPlan): CloudPod;
  /** Dollars per card and hour. */
  setRate(podId: string, dollars: number): void;
};

type Asked = { readonly input?: RentInput | null };

export function rentMutations(options: RentOptions) {
  return {
    /** null, or an error with a code, where there is no room. */
    podFindAndDeployOnDemand({ input }: Asked, caller: Caller) {
      const wanted = mustBeAllowed(input, caller);
      const place = placeFor(wanted, options.market);
      if (place === 'null') return null;
      if (place === 'supply-constraint') throw noRoom(options.userId);
      return podFields(rent(wanted, place, 'on-demand', options), options.view);
    },
    podRentInterruptable({ input }: Asked, caller: Caller) {
      const wanted = mustBeAllowed(input, caller);
      const place = placeFor(wanted, options.market);
      const isLow = !isRefusal(place) && (wanted.bidPerGpu ?? 0) < place.lowestBidDollars;
      if (isRefusal(place) || isLow) throw noSpotRoom();
      return podFields(rent(wanted, place, 'spot', options), options.view);
    },
  };
}

function mustBeAllowed(input: RentInput | null | undefined, caller: Caller): RentInput {
  if (caller.kind !== 'account') throw refusal('Unauthorized');
  if (input == null) throw somethingWentWrong();
  return input;
}

function rent(input: RentInput, place: Place, rental: 'on-demand' | 'spot', options: RentOptions): CloudPod {
  mustHaveRoom(options);
  const settings = settingsFor(input, options.templates);
  const rate = rental === 'spot' ? (input.bidPerGpu ?? 0) : place.dollarsPerGpuHour;
  mustBePaid(rate * place.gpuCount, options.ledger);
  const networkVolume = volumeFor(input, place, options);
  const plan = rentedPlan({
    seed: mix(options.seed, options.pods.length, 65),
    name: input.name ?? 'pod',
    place,
    rental,
    settings,
    templateId: input.templateId ?? null,
    networkVolume,
  });
  options.setRate(plan.id, rate);
  return options.addPod(plan);
}

/** For this machine's sake; RunPod's own limit is not known. */
function mustHaveRoom({ pods, mostRented }: RentOptions): void {
  const living = pods.filter((pod) => isRented(pod) && !pod.life().terminated);
  if (living.length >= mostRented) throw refusal(`You have reached your limit of ${mostRented} pods.`);
}

/** There must be an hour's worth of credit. RunPod's own words for it are not known. */
function mustBePaid(costPerHour: number, ledger: Ledger): void {
  if (ledger.balanceDollars() < costPerHour)
    throw refusal('Your balance is too low to rent this pod: it must cover one hour at least.');
}

/** A network volume is of one data centre, and of the secure cloud only. */
function volumeFor({ networkVolumeId }: RentInput, place: Place, { ledger }: RentOptions) {
  if (networkVolumeId == null || networkVolumeId === '') return null;
  const volume = ledger.networkVolumes().find(({ id }) => id === networkVolumeId);
  if (volume === undefined || place.cloud === 'community') throw somethingWentWrong();
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
  );
}

/** Other words than for a pod on demand. */
export function noSpotRoom() {
  return refusal(
    'There are no longer any instances available with the request specifications. Please try again later.',
  );
}
