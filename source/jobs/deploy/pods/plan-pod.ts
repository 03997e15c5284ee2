/** What the pod step would do, found out by reading alone. */
import type { Cloud } from '../../../runpod/cloud.ts';
import type { DeployCloud } from '../../../runpod/deploy-cloud.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import { resolveEnvironment } from '../../project/environment.ts';
import type { StepContext, StepPlan } from '../step.ts';
import { noKeyEnd } from './cloud-ends.ts';
import { podDifferences } from './differences.ts';
import { newPodName } from './make-pod.ts';
import { isStopped } from './standing.ts';
import { formerPod } from './take-back-pod.ts';
import { type ChosenTarget, chooseTarget, type StandingPod } from './target.ts';
import { missingText, type Variables } from './variables.ts';
import { lossText, type Wanted, wantedOf } from './wanted.ts';
import { wishesOf, wishText } from './wishes.ts';

export async function planPod(context: StepContext): Promise<StepPlan> {
  const { cloud, environment } = context.doors;
  if (cloud === null) return { text: 'give it a pod', problems: [problemOf(noKeyEnd.text, noKeyEnd.fix)] };
  const wanted = wantedOf(context);
  const { values: ours, missing } = resolveEnvironment(wanted.configuration.environment, environment);
  const problems =
    missing.length === 0 ? [] : [problemOf(missingText(missing), `Set ${missing.join(', ')}.`)];
  const target = await chooseTarget(context, cloud);
  if (!target.ok)
    return { text: 'give it a pod', problems: [...problems, problemOf(target.message, target.hint)] };
  const plan = await planFor({ context, cloud, wanted, ours, target: target.value });
  return { ...plan, problems: [...problems, ...(plan.problems ?? [])] };
}

type Planning = {
  readonly context: StepContext;
  readonly cloud: Cloud & DeployCloud;
  readonly wanted: Wanted;
  readonly ours: Variables;
  readonly target: ChosenTarget;
};

async function planFor(planning: Planning): Promise<StepPlan> {
  const { context, wanted, ours, target } = planning;
  const { standing, kind } = target;
  if (standing === null) return await planNew(planning, []);
  const formerNames = Object.keys(context.running?.configuration.environment ?? {});
  const found = podDifferences(standing.settings, { wanted, ours, formerNames });
  const differences = found.map(({ name, from, to }) => ({ name, from, to }));
  const { pod } = standing;
  if (found.length === 0 && !context.request.isForced) {
    const how = isStopped(pod) ? 'start' : 'leave';
    const text = `${how} pod ${pod.name} (${pod.id}), which has this image and these settings already`;
    return { text, isPodKept: true };
  }
  if (kind === 'in-place') return { ...planChange(planning, standing, found), differences };
  const former = await formerPod(planning, standing);
  if (former !== null) {
    const text = `start pod ${former.pod.name} (${former.pod.id}) of that release again, else make a new one`;
    return { text, differences, losses: lossesBeside(planning, standing) };
  }
  return { ...(await planNew(planning, lossesBeside(planning, standing))), differences };
}

function planChange(
  { context, wanted }: Planning,
  { pod }: StandingPod,
  found: readonly { readonly name: string }[],
): StepPlan {
  const cannot = found.some(({ name }) => name === 'number of GPUs');
  const fix = 'Deploy blue/green or to a new pod.';
  return {
    text: `change pod ${pod.name} (${pod.id}) in place`,
    losses: [`${pod.name} is reset: ${lossText(wanted.configuration)}`],
    problems: [
      ...(cannot ? [problemOf(`Pod ${pod.name} keeps the number of its GPUs.`, fix)] : []),
      ...(pod.locked ? [problemOf(`Pod ${pod.name} is locked.`, "Unlock it in RunPod's console.")] : []),
      ...othersLeft(context, pod.id),
    ],
  };
}

/** What runs elsewhere is not stopped by a change in place. */
function othersLeft({ running }: StepContext, podId: string): readonly DeployProblem[] {
  const others = running?.podIds.filter((id) => id !== podId) ?? [];
  if (running === null || others.length === 0 || running.podIds.includes(podId)) return [];
  return [
    {
      severity: 'warning',
      text: `Pod ${others.join(', ')} of ${running.version} goes on running and billing.`,
      fix: 'Stop it when this release is proved: pod-engine pods stop.',
    },
  ];
}

async function planNew(planning: Planning, losses: readonly string[]): Promise<StepPlan> {
  const { context, cloud, wanted, target } = planning;
  const { configuration } = wanted;
  const podName = newPodName(context, target.standing);
  const maxDollarsPerHour = context.project.maxDollarsPerHour;
  const listed = await wishesOf({ configuration, maxDollarsPerHour }, cloud, context.signal);
  if (!listed.ok) {
    return { text: `make pod ${podName}`, losses, problems: [problemOf(listed.message, listed.hint)] };
  }
  const { wishes, problems } = listed.value;
  const open = wishes.filter(({ skipped }) => skipped === null);
  const best = open.find(({ offer }) => offer?.stock !== 'none') ?? open[0];
  if (best !== undefined) {
    return { text: `make pod ${podName} with ${wishText(best, configuration.gpuCount)}`, losses, problems };
  }
  if (wishes.length === 0) return { text: `make pod ${podName}`, losses, problems };
  const reasons = wishes.map((wish) => `${wish.gpuTypeId}: ${wish.skipped ?? ''}`).slice(0, 5);
  const none = problemOf(
    `None of the wished GPUs may be rented (${reasons.join('; ')}).`,
    'Name more GPUs, or raise the price limit.',
  );
  return { text: `make pod ${podName}`, losses, problems: [...problems, none] };
}

function lossesBeside({ wanted, target }: Planning, { pod }: StandingPod): readonly string[] {
  const { configuration } = wanted;
  return [
    ...(target.kind === 'blue-green'
      ? [`${pod.name} is stopped once the new pod is proved: ${lossText(configuration)}`]
      : []),
    ...(configuration.volume.kind === 'local'
      ? [`the new pod begins with an empty volume: what is in that of ${pod.name} stays there`]
      : []),
  ];
}

function problemOf(text: string, fix: string | null): DeployProblem {
  return { severity: 'error', text, fix: fix ?? '' };
}
