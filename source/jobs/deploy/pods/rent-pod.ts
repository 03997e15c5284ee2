/** Renting a pod: wish after wish, each asked for once, and an answer that was lost is looked for instead. */
import { exactDollars } from '../../../fleet/exact-dollars.ts';
import { lowestBidAbove } from '../../../life/low-bid.ts';
import type { CloudFailure, CloudResult } from '../../../runpod/cloud.ts';
import type { CreatedPod, CreatePod, DeployCloud } from '../../../runpod/deploy-cloud.ts';
import type { DeployDoors } from '../doors.ts';
import { StepFailure } from '../step.ts';
import { AnswerLost, isLost, refused } from './cloud-ends.ts';
import { lookForPods } from './look-for-pods.ts';
import type { Tell } from './telling.ts';
import { type Wish, wishText } from './wishes.ts';

export type Renting = {
  /** All but the card and the place. */
  readonly request: Omit<CreatePod, 'gpuTypeId' | 'dataCentreId'>;
  readonly wishes: readonly Wish[];
  readonly cloud: DeployCloud;
  readonly doors: Pick<DeployDoors, 'sleep'>;
  readonly signal: AbortSignal;
  readonly tell: Tell;
};

/**
 * The first wish that can be had. No capacity goes on to the next wish; any other refusal is our own error and ends it
 * at once. @throws StepFailure when none can be had; AnswerLost when nobody can tell whether a pod was made.
 */
export async function rentPod(renting: Renting): Promise<CreatedPod> {
  const { wishes, request, tell } = renting;
  const tries: string[] = [];
  for (const wish of wishes) {
    const text = wishText(wish, request.gpuCount);
    if (wish.skipped !== null) {
      tries.push(`${text}: not asked for, ${wish.skipped}`);
      tell(`Leaving out ${text}: ${wish.skipped}.`, 'warn');
      continue;
    }
    tell(`Asking for ${text}.`);
    const { gpuTypeId, dataCentreId } = wish;
    const made = await createPatiently(renting, { ...request, gpuTypeId, dataCentreId });
    if (made.ok) return { ...made.value, gpuTypeId: made.value.gpuTypeId ?? gpuTypeId };
    tries.push(`${text}: ${made.message}`);
    if (isLost(made.code)) return await findAgain({ renting, wish, failure: made, tries });
    if (made.code !== 'no-capacity') throw refused(made, tries);
    tell(made.message, 'warn');
  }
  const fix = noneFix(request, wishes);
  throw new StepFailure(noneText(wishes), { evidence: tries.slice(-30), fix, didNothing: true });
}

/** What is turned away for coming too often was not looked at, so it may be sent again after the pause that was asked for. */
async function createPatiently(
  { cloud, doors, signal, tell }: Renting,
  request: CreatePod,
): Promise<CloudResult<CreatedPod>> {
  for (let attempt = 1; ; attempt++) {
    const made = await cloud.createPod(request, signal);
    if (made.ok || made.code !== 'rate-limited' || attempt === mostAttempts || signal.aborted) return made;
    const pauseMs = Math.min(made.retryAfterMs ?? usualPauseMs, longestPauseMs);
    tell(`${made.message} Asking again in ${Math.ceil(pauseMs / 1000)} s.`, 'warn');
    await doors.sleep(pauseMs, signal);
  }
}

const mostAttempts = 4;
const usualPauseMs = 15_000;
const longestPauseMs = 60_000;

function noneText(wishes: readonly Wish[]): string {
  if (wishes.length === 0) return 'The project names no GPU to ask for.';
  if (wishes.every(({ skipped }) => skipped !== null)) return 'None of the wished GPUs may be rented.';
  return 'None of the wished GPUs can be had now.';
}

/** RunPod refuses a bid that is too low with the same words as a card that nobody has. */
function noneFix({ bidPerGpuDollars: bid }: Renting['request'], wishes: readonly Wish[]): string {
  if (bid === null) return 'Name more GPU types or data centres, raise the price limit, or try later.';
  const lowest = lowestBidAbove(
    bid,
    wishes.map(({ offer }) => offer?.lowestBidDollars ?? null),
  );
  return lowest === null
    ? 'Raise the bid, name more GPU types or data centres, or try later.'
    : `Raise the bid: $${exactDollars(bid)} is below the lowest that RunPod names, $${exactDollars(lowest)} a GPU.`;
}

type Lost = {
  readonly renting: Renting;
  readonly wish: Wish;
  readonly failure: CloudFailure;
  readonly tries: readonly string[];
};

async function findAgain({ renting, wish, failure, tries }: Lost): Promise<CreatedPod> {
  const { tell, request } = renting;
  tell(`${failure.message} Looking for the pod by its deploy, ${request.deployId}.`, 'warn');
  const looked = await lookForPods(request.deployId, renting);
  if (looked.kind === 'found') {
    const { pod, others } = looked;
    tell(`The pod was made all the same: ${pod.podId}.`);
    for (const other of others) tell(doubleText(other, pod), 'error');
    return { ...pod, gpuTypeId: pod.gpuTypeId ?? wish.gpuTypeId };
  }
  const said =
    looked.kind === 'none' ? 'No pod of this deploy is listed after half a minute.' : looked.reason;
  const text =
    'RunPod did not answer whether a pod was made, and none is made a second time while that is open.';
  throw new AnswerLost(text, [...tries, said]);
}

export function doubleText(other: CreatedPod, kept: CreatedPod): string {
  return `Pod ${other.podId} carries the same deploy as ${kept.podId}, which is kept: terminate ${other.podId} in RunPod's console if nobody needs it.`;
}
