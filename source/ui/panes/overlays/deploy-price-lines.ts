/** What the pod of the form would be and cost at least, the dearer of two clouds being left to the plan; what nobody knows is said to be unknown. */
import { shortDuration } from '../../../fleet/duration.ts';
import type { GpuChoice, KnownProject } from '../../../jobs/model/deploys.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { stockSign } from '../../draw/release-look.ts';
import type { Frame } from '../../frame.ts';
import { plannedTarget, projectOf } from '../../state/deploy-options.ts';
import { asProject, type DeployForm } from '../../state/deploys-view.ts';

export function priceLines(frame: Frame, form: DeployForm): readonly (readonly Span[])[] {
  const target = plannedTarget(form, frame);
  const project = projectOf(form, frame.deploys);
  if (target?.kind === 'in-place') return [ownPrice(frame, target.podId)];
  if (project === null || project.problem !== null) return [line([['is found out by the plan', 'dim']])];
  const choice = expectedGpu(frame, form, project);
  const { gpuCount } = project;
  if (choice === null) return [line([[`${gpuCount} × a GPU: the price is not known yet`, 'lost']])];
  const { glyph, word, role } = stockSign(choice.stock);
  const price = choice.dollarsPerGpuHour;
  return [
    line([
      ...(price === null
        ? [['price not known', 'lost'] as const]
        : [[`from ${hourAndDay(price * gpuCount)}`, 'title'] as const]),
      [`  ${gpuCount} × ${choice.displayName}, stock `, 'dim'],
      [`${glyph} ${word}`, role],
      [ageText(frame), 'dim'],
    ]),
  ];
}

/** A pod that is changed in place keeps its GPUs and its price. */
function ownPrice({ fleet }: Frame, podId: string): Span[] {
  const pod = fleet.pods.get(podId)?.pod;
  const price = pod?.costPerHourDollars ?? null;
  const gpus = pod?.gpuName == null ? '' : `  ${pod.gpuCount ?? '?'} × ${pod.gpuName}, as it is`;
  return line([price === null ? ['price not known', 'lost'] : [hourAndDay(price), 'title'], [gpus, 'dim']]);
}

/** The chosen type; else the first wish that is not out of stock, the first of all where every one is. */
function expectedGpu(
  { deploys }: Frame,
  { gpu }: DeployForm,
  { gpuTypeIds }: KnownProject,
): GpuChoice | null {
  const known = deploys.gpus?.choices ?? [];
  const wanted = gpu === asProject ? gpuTypeIds : [gpu];
  const choices = wanted.flatMap((id) => known.find(({ typeId }) => typeId === id) ?? []);
  return choices.find(({ stock }) => stock !== 'none' && stock !== null) ?? choices[0] ?? null;
}

function hourAndDay(dollarsPerHour: number): string {
  return `$${dollars(dollarsPerHour)}/h, $${dollars(dollarsPerHour * 24)} a day`;
}

function ageText({ deploys, clockMs }: Frame): string {
  const atMs = deploys.gpus?.atMs;
  return atMs === undefined ? '' : `, ${shortDuration(Math.max(0, clockMs - atMs))} ago`;
}

function line(spans: readonly Span[]): Span[] {
  return ['   ', ['price'.padEnd(9), 'dim'], '    ', ...spans];
}
