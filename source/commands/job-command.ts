/** Runs one job on the pods that the command line names, prints what came of it, and gives the exit code. */
import type { JobKind } from '../../pod-agent/protocol/job-events.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Job, JobArguments, PodRun } from '../jobs/model/job.ts';
import type { RunningJobs } from '../jobs/runner.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { CommandContext } from './command.ts';
import { openWaysOrSay } from './command-links.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findAnywhere } from './find-pod.ts';
import { jobDocument } from './job-document.ts';
import { jobProgress } from './job-progress.ts';
import { openJobs } from './open-jobs.ts';
import { openServices, type Services } from './services.ts';

export type JobCommand = {
  readonly kind: JobKind;
  readonly arguments: JobArguments;
  /** Of one pod's run that has ended. */
  readonly codeOf: (run: PodRun) => ExitCode;
  /** Where it changes something: asked before it begins. False ends the command as refused. */
  readonly confirm?: (pods: readonly Pod[]) => Promise<boolean>;
  /** It changes something, and is refused where the settings say read-only. */
  readonly changes?: true;
  /** What is made of the job of the first pod when it is over. False: it could not be, which is a failure. */
  readonly after?: (done: {
    readonly job: Job;
    readonly pod: Pod;
    readonly services: Extract<Services, { ok: true }>;
    readonly doors: PodDoors;
  }) => Promise<boolean>;
  /** In place of the usual text. */
  readonly textOf?: (job: Job) => string | Promise<string>;
};

export async function runJobCommand(context: CommandContext, command: JobCommand): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  if (command.changes === true && services.settings.readOnly) {
    context.say('Refused: the settings say read-only.\n');
    return exitCodes.refused;
  }
  const pods = await podsMeant(context, services);
  if (typeof pods === 'number') return pods;
  if (command.confirm !== undefined && !(await command.confirm(pods))) return exitCodes.refused;
  const ways = await openWaysOrSay(context, services);
  if (typeof ways === 'number') return ways;
  const jobs = await openJobs(context, services, {
    doors: () => Promise.resolve(ways.doors),
    podOf: (podId) => pods.find(({ id }) => id === podId) ?? null,
    deploy: () => Promise.reject(new Error('This command deploys nothing.')),
  });
  try {
    const job = await runToItsEnd(context, { jobs, pods, command });
    await print(context, command, job);
    const codes = job.runs.map((run) => codeOfRun(run, command));
    const [pod] = pods;
    if (pod === undefined || command.after === undefined) return worstOf(codes);
    const isDone = await command.after({ job, pod, services, doors: ways.doors });
    return worstOf(isDone ? codes : [...codes, exitCodes.failed]);
  } finally {
    await jobs.close('leave');
    await Promise.all([ways.links.close(), ways.doors.close()]);
  }
}

/** Of the words of the command line, each pod once. The API is asked at most once. */
export async function podsMeant(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
): Promise<readonly Pod[] | ExitCode> {
  let list: ReturnType<typeof services.listPods> | null = null;
  const asking = {
    ...services,
    listPods(signal: AbortSignal) {
      list ??= services.listPods(signal);
      return list;
    },
  };
  const pods = new Map<string, Pod>();
  for (const typed of context.arguments) {
    const pod = await findAnywhere(context, asking, typed);
    if (typeof pod === 'number') return pod;
    pods.set(pod.id, pod);
  }
  return [...pods.values()];
}

async function runToItsEnd(
  context: CommandContext,
  from: { readonly jobs: RunningJobs; readonly pods: readonly Pod[]; readonly command: JobCommand },
): Promise<Job> {
  const { jobs, pods, command } = from;
  const tell = jobProgress(context);
  const jobId = jobs.start({ kind: command.kind, pods, arguments: command.arguments });
  const jobNow = (): Job => {
    const job = jobs.snapshot().jobs.find(({ id }) => id === jobId);
    if (job === undefined) throw new Error(`The job ${jobId} is not among the jobs that it was started in.`);
    return job;
  };
  const unsubscribe = jobs.subscribe(() => tell(jobNow()));
  const stop = (): void => jobs.stop(jobId);
  // A second signal ends the process wherever it is.
  const onExit = (): void => sayWhatGoesOn(context, jobNow());
  const onAbort = (): void => {
    process.once('exit', onExit);
    context.say('Asked to stop. Once more ends this command at once.\n');
    stop();
  };
  context.signal.addEventListener('abort', onAbort, { once: true });
  if (context.signal.aborted) onAbort();
  await jobs.over(jobId);
  context.signal.removeEventListener('abort', onAbort);
  process.off('exit', onExit);
  unsubscribe();
  tell(jobNow());
  sayWhatGoesOn(context, jobNow());
  return jobNow();
}

function sayWhatGoesOn(context: CommandContext, job: Job): void {
  const left = job.runs.filter((run) => run.livesInPod && run.state.kind !== 'ended');
  for (const { podName } of left)
    context.say(`#${job.number} goes on in ${podName}; a console that is opened takes it up again.\n`);
}

async function print(context: CommandContext, command: JobCommand, job: Job): Promise<void> {
  if (context.flags.jsonl === true) return;
  if (context.flags.json === true) context.print(`${JSON.stringify(jobDocument(job), null, 2)}\n`);
  else context.print(await (command.textOf ?? textOf)(job));
}

/** Each pod under its name; pods that said the same under all of theirs. */
async function textOf(job: Job): Promise<string> {
  const { foldedRuns, groupTitle } = await import('../jobs/model/folding.ts');
  const { textOfLine } = await import('../jobs/model/lines.ts');
  const groups = foldedRuns(job.runs).map((group) =>
    [groupTitle(group), ...group.lines.map((line) => `  ${textOfLine(line)}`)].join('\n'),
  );
  return `${groups.join('\n\n')}\n`;
}

function codeOfRun(run: PodRun, command: JobCommand): ExitCode {
  // Only one that was to be stopped, and did not, is let go of before its end.
  if (run.state.kind !== 'ended') return exitCodes.interrupted;
  return run.state.verdict === 'stopped' ? exitCodes.interrupted : command.codeOf(run);
}

const worstFirst: readonly ExitCode[] = [
  exitCodes.interrupted,
  exitCodes.healthFail,
  exitCodes.unreachable,
  exitCodes.refused,
  exitCodes.failed,
  // Behind a failure, which of several pods is known for certain.
  exitCodes.inconclusive,
  exitCodes.healthWarn,
];

export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return worstFirst.find((code) => codes.includes(code)) ?? exitCodes.ok;
}
