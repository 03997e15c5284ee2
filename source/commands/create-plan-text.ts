/** The plan of a pod that is asked for by flags, as text: wishes in their order, what the pod is made of, how it ends. */
import { exactDollars } from '../fleet/exact-dollars.ts';
import { type Wish, wishText } from '../jobs/deploy/pods/wishes.ts';
import type { CreateRequest } from '../life/create-request.ts';
import { lowestBidAbove } from '../life/low-bid.ts';
import { durationText } from './duration-text.ts';

/** What is not said by the request stands nowhere; names of variables, and no value of one. */
export function createPlanText(request: CreateRequest, wishes: readonly Wish[]): string {
  const { name, gpuCount, image, templateId, bidPerGpuDollars } = request;
  const order = wishes.map((wish, index) => {
    const left = wish.skipped === null ? '' : `: left out, ${wish.skipped}`;
    return `  ${index + 1}. ${wishText(wish, gpuCount)}${left}`;
  });
  const spot = bidPerGpuDollars === null ? [] : ['A spot pod: whoever bids more stops it at any moment.'];
  const low = lowBidText(request, wishes);
  return [
    `A pod ${name} with ${image ?? `the template ${templateId}`}:`,
    ...order,
    `  ${diskText(request)}; ports ${request.ports === '' ? 'as the template says' : request.ports}`,
    `  ${hostText(request)}`,
    ...restTexts(request),
    ...spot,
    ...(low === null ? [] : [low]),
    endText(request),
  ].join('\n');
}

/** Whether anything of the plan is asked for at all. */
export function isHopeless(wishes: readonly Wish[]): boolean {
  return wishes.every(({ skipped }) => skipped !== null);
}

function diskText(request: CreateRequest): string {
  const { containerDiskGigabytes, volumeGigabytes, networkVolumeId, volumeMountPath } = request;
  const disk = `${containerDiskGigabytes} GB container disk`;
  if (networkVolumeId !== null) return `${disk}, network volume ${networkVolumeId} at ${volumeMountPath}`;
  return volumeGigabytes === 0
    ? `${disk}, no volume`
    : `${disk}, ${volumeGigabytes} GB volume at ${volumeMountPath}`;
}

function hostText({ cloud, minCudaVersion }: CreateRequest): string {
  const where = cloud === 'any' ? 'any cloud' : `${cloud} cloud`;
  return minCudaVersion === null ? where : `${where}, CUDA ${minCudaVersion} or later`;
}

function restTexts({ environment, startCommand, registryCredentialId }: CreateRequest): readonly string[] {
  const names = Object.keys(environment);
  return [
    ...(names.length === 0 ? [] : [`  variables ${names.join(', ')}`]),
    ...(startCommand === null ? [] : [`  started by ${startCommand}`]),
    ...(registryCredentialId === null ? [] : [`  pulled with the credential ${registryCredentialId}`]),
  ];
}

/** It is asked for all the same: what the lowest is changes by the minute. */
function lowBidText({ bidPerGpuDollars: bid }: CreateRequest, wishes: readonly Wish[]): string | null {
  if (bid === null) return null;
  const lowest = lowestBidAbove(
    bid,
    wishes.map(({ offer }) => offer?.lowestBidDollars ?? null),
  );
  return lowest === null
    ? null
    : `The bid of $${exactDollars(bid)} is below the lowest that RunPod names, $${exactDollars(lowest)} a GPU.`;
}

function endText({ timeToLive }: CreateRequest): string {
  if (timeToLive === null) return 'It runs, and bills, until somebody stops it.';
  const verb = timeToLive.then === 'stop' ? 'stops' : 'terminates';
  return `RunPod ${verb} it after ${durationText(timeToLive.ms)}.`;
}
