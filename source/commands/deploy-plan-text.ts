/** What a deploy would do, as text for people: steps, differences, problems, price and losses. */
import type { DeployDifference, DeployPlan, DeployProblem, PlannedStep } from '../jobs/model/deploy.ts';

export function planText(plan: DeployPlan): string {
  const parts = [
    [`${plan.projectName} ${plan.version}${runningText(plan)}, on ${targetText(plan)}`, ...offerLines(plan)],
    ['Steps', ...plan.steps.map(stepLine)],
    plan.differences.length === 0 ? [] : ['Differs from what runs', ...plan.differences.map(differenceLine)],
    plan.losses.length === 0 ? [] : ['Lost by it', ...plan.losses.map((loss) => `  ▲ ${loss}`)],
    plan.problems.length === 0 ? [] : ['Problems', ...plan.problems.flatMap(problemLines)],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function runningText({ runningVersion }: DeployPlan): string {
  return runningVersion === null ? ', the first release' : `, in place of ${runningVersion}`;
}

function targetText({ target }: DeployPlan): string {
  if (target.kind === 'new') return `a new pod "${target.podName}"`;
  const pod = `${target.podName}${target.podId === null ? '' : ` (${target.podId})`}`;
  if (target.isKept === true) return `${pod}, left as it is`;
  return target.kind === 'in-place' ? `${pod}, changed in place` : `a new pod beside ${pod}`;
}

function offerLines({ offer }: DeployPlan): string[] {
  if (offer === null) return [];
  const { gpuCount, gpuName, dataCentreId, stock } = offer;
  return [
    `${gpuCount} x ${gpuName}${dataCentreId === null ? '' : ` in ${dataCentreId}`}, stock ${stock ?? 'unknown'}, ${priceText(offer)}`,
  ];
}

export function priceText({ dollarsPerHour }: NonNullable<DeployPlan['offer']>): string {
  return dollarsPerHour === null ? 'price unknown' : `$${dollarsPerHour.toFixed(2)}/h`;
}

function stepLine({ id, will, text }: PlannedStep): string {
  return `  ${will === 'run' ? '▸' : '–'} ${id.padEnd(9)}  ${text}`;
}

function differenceLine({ name, from, to }: DeployDifference): string {
  if (from === null) return `  + ${name}: ${to}`;
  return to === null ? `  - ${name}: ${from}` : `  ~ ${name}: ${from} → ${to}`;
}

export function problemLines({ severity, text, fix }: DeployProblem): string[] {
  return [`  ${severity === 'error' ? '✖' : '▲'} ${text}`, `    ${fix}`];
}
