/** GPUs in order of wish: known to RunPod, to be had, and within the price. */
import { exactDollars } from '../../../fleet/exact-dollars.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import { type Wish, type Wishes, wishText } from '../pods/wishes.ts';
import { isAsked } from './asked-steps.ts';
import { askingCloud } from './asking-cloud.ts';
import { bestWish } from './best-wish.ts';
import type { Ground } from './ground.ts';
import { type Look, type Looked, notNeeded, wrong } from './look.ts';
import { needsNewPod } from './needs-new-pod.ts';
import { errorOf, warningOf } from './problems.ts';

export const gpu: Look = {
  id: 'gpu',
  title: 'GPU',
  async look(ground) {
    if (!isAsked(ground.context, 'pod')) return notNeeded('No pod is made.');
    if (!(await needsNewPod(ground))) return notNeeded('The pod keeps its GPU.');
    return await askingCloud(ground, 'GPUs', ground.wishes, (wishes) => judge(ground, wishes));
  },
};

function judge(ground: Ground, wishes: Wishes): Looked {
  const best = bestWish(wishes);
  if (best === null) return noneOf(wishes);
  const doubt = doubtOf(ground, best);
  const problems = doubt === null ? wishes.problems : [...wishes.problems, doubt];
  return { text: `${wishText(best, ground.wanted.configuration.gpuCount)}.`, problems };
}

/** Names that RunPod does not know are the whole reason, where there are such. */
function noneOf({ wishes, problems }: Wishes): Looked {
  const [unknown] = problems;
  if (unknown !== undefined) return { text: unknown.text, problems };
  const reasons = wishes.slice(0, 5).map((wish) => `${wish.gpuTypeId}: ${wish.skipped ?? ''}`);
  const text = `None of the wished GPUs may be rented: ${reasons.join('; ')}.`;
  return wrong(errorOf(text, 'Name more GPU types, or raise the price limit.'));
}

/** Stock and bids are hints, and only the asking tells. */
function doubtOf(
  { wanted, context }: Ground,
  { gpuTypeId, offer, dollarsPerHour }: Wish,
): DeployProblem | null {
  const { gpuTypeIds, bidPerGpuDollars: bid } = wanted.configuration;
  const lowest = offer?.lowestBidDollars ?? null;
  if (offer?.stock === 'none') {
    const what = gpuTypeIds.length === 1 ? gpuTypeId : 'None of the wished GPUs';
    const text = `${what} ${gpuTypeIds.length === 1 ? 'has no stock' : 'has stock'} just now, as far as RunPod says. It is asked for all the same.`;
    return warningOf(text, 'Name more GPU types or data centres, or wait.');
  }
  if (bid !== null && lowest !== null && bid < lowest) {
    const text = `The bid of $${exactDollars(bid)} is below the lowest that RunPod takes for ${gpuTypeId}, $${exactDollars(lowest)}.`;
    return warningOf(text, 'Bid more, or rent on demand.');
  }
  if (dollarsPerHour === null && context.project.maxDollarsPerHour === null)
    return warningOf(`RunPod names no price for ${gpuTypeId}.`, 'Look at the price once it runs.');
  return null;
}
