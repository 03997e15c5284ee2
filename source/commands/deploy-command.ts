/** What `deploy` and `rollback` have in common: the plan, the question, the job, and what came of it. */
import { messageOf } from '../base/message-of.ts';
import type { DeployPlan, DeployRequest } from '../jobs/model/deploy.ts';
import type { Job } from '../jobs/model/job.ts';
import type { Release } from '../jobs/model/release.ts';
import type { CommandContext } from './command.ts';
import { openWaysOrSay } from './command-links.ts';
import { confirm } from './confirm.ts';
import { planText, priceText } from './deploy-plan-text.ts';
import { deployProgress } from './deploy-progress.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jobDocument } from './job-document.ts';
import { type OpenedDeploys, openDeploys, openReleasesFor } from './open-deploy.ts';
import { openJobs } from './open-jobs.ts';
import type { Services } from './services.ts';

export async function runDeployCommand(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  request: DeployRequest,
): Promise<ExitCode> {
  const ways = await openWaysOrSay(context, services);
  if (typeof ways === 'number') return ways;
  try {
    const doors = () => Promise.resolve(ways.doors);
    const deploys = openDeploys(context, services, doors, await openReleasesFor(context));
    const plan = await planOrSay(context, deploys, request);
    if (typeof plan === 'number') return plan;
    if (context.flags.plan === true) return printPlan(context, plan);
    const refusal = await askFirst(context, services, { plan, request });
    if (refusal !== null) return refusal;
    const name = plan?.projectName ?? request.projectFile;
    return await runJob(context, { services, deploys, doors, request, name });
  } finally {
    await Promise.all([ways.links.close(), ways.doors.close()]);
  }
}

/** null: what goes by its journal needs no readable file. */
async function planOrSay(
  context: CommandContext,
  deploys: OpenedDeploys,
  request: DeployRequest,
): Promise<DeployPlan | null | ExitCode> {
  try {
    return await deploys.plan(request, context.signal);
  } catch (error) {
    if ((request.mode === 'resume' || request.mode === 'abort') && context.flags.plan !== true) return null;
    context.say(`${messageOf(error)}\n`);
    return exitCodes.usage;
  }
}

function printPlan(context: CommandContext, plan: DeployPlan | null): ExitCode {
  if (plan === null) return exitCodes.failed;
  context.print(context.flags.json === true ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan));
  return hasErrors(plan) ? exitCodes.failed : exitCodes.ok;
}

/** null: it may begin. */
async function askFirst(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  { plan, request }: { readonly plan: DeployPlan | null; readonly request: DeployRequest },
): Promise<ExitCode | null> {
  if (services.settings.readOnly) {
    context.say('Refused: the settings say read-only.\n');
    return exitCodes.refused;
  }
  if (plan === null) return (await confirm(context, 'Go on?')) ? null : exitCodes.refused;
  if (hasErrors(plan)) {
    context.say(planText(plan));
    return exitCodes.failed;
  }
  if (context.flags.yes !== true) context.say(planText(plan));
  return (await confirm(context, questionOf(plan, request))) ? null : exitCodes.refused;
}

/** What is meant, and what it bills: the plan may have scrolled away. */
function questionOf({ projectName, version, offer }: DeployPlan, { mode }: DeployRequest): string {
  if (mode === 'resume' || mode === 'abort') return `Shall ${projectName} ${version} be ${endings[mode]}?`;
  const price = offer === null ? '' : `, ${priceText(offer)}`;
  return `${mode === 'rollback' ? 'Roll back' : 'Deploy'} ${projectName} ${mode === 'rollback' ? 'to ' : ''}${version}${price}?`;
}

const endings = { resume: 'resumed', abort: 'aborted' } as const;

function hasErrors({ problems }: DeployPlan): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

async function runJob(
  context: CommandContext,
  given: {
    readonly services: Extract<Services, { ok: true }>;
    readonly deploys: OpenedDeploys;
    readonly doors: Parameters<typeof openDeploys>[2];
    readonly request: DeployRequest;
    readonly name: string;
  },
): Promise<ExitCode> {
  const { services, deploys, doors, request, name } = given;
  const jobs = await openJobs(context, services, { doors, podOf: () => null, deploy: deploys.run });
  try {
    const jobId = jobs.startDeploy(request, { name });
    const jobNow = (): Job | undefined => jobs.snapshot().jobs.find(({ id }) => id === jobId);
    const tell = deployProgress(context);
    const show = (): void => {
      const job = jobNow();
      if (job !== undefined) tell(job);
    };
    const unsubscribe = jobs.subscribe(show);
    const stop = (): void => {
      context.say('Asked to stop: what was begun is being undone. Once more ends this command at once.\n');
      jobs.stop(jobId);
    };
    context.signal.addEventListener('abort', stop, { once: true });
    if (context.signal.aborted) stop();
    await jobs.over(jobId);
    context.signal.removeEventListener('abort', stop);
    unsubscribe();
    show();
    const job = jobNow();
    const release = job === undefined ? null : await releaseOf(job, deploys, request);
    return finish(context, job, release);
  } finally {
    await jobs.close('stop');
  }
}

/** What the deploy came to in the ledger; null where it did not come so far. */
async function releaseOf(
  { startedAtMs }: Job,
  { releases }: OpenedDeploys,
  { projectFile }: DeployRequest,
): Promise<Release | null> {
  const [newest] = await releases.list(projectFile);
  return newest !== undefined && (newest.endedAtMs ?? newest.startedAtMs) >= startedAtMs ? newest : null;
}

function finish(context: CommandContext, job: Job | undefined, release: Release | null): ExitCode {
  const state = job?.runs[0]?.state;
  if (job !== undefined && context.flags.json === true)
    context.print(`${JSON.stringify({ ...jobDocument(job), release }, null, 2)}\n`);
  if (state?.kind !== 'ended') return exitCodes.interrupted;
  if (context.flags.json !== true && context.flags.jsonl !== true) context.print(`${state.text}\n`);
  const known = [exitCodes.ok, exitCodes.refused, exitCodes.inconclusive].find(
    (each) => each === state.exitCode,
  );
  return known ?? (state.verdict === 'stopped' ? exitCodes.interrupted : exitCodes.failed);
}
