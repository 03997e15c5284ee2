/**
 * The diagnosis of a pod without Node: a shell reads what the checks ask for, and the console judges it by the very
 * checks of the agent. It only reads, so when the link is lost half-way it is begun once more; until then nothing of it
 * has been told but its beginning.
 */
import type { Check } from '../../../pod-agent/checks/check.ts';
import { checks as allChecks } from '../../../pod-agent/checks/index.ts';
import { judgeAll } from '../../../pod-agent/checks/judge-all.ts';
import { planOf, planSources } from '../../../pod-agent/checks/plan.ts';
import { answersOfChecks, sourcesOfChecks } from '../../../pod-agent/checks/sources.ts';
import type { Answer } from '../../../pod-agent/host/host.ts';
import type { Diagnosis } from '../../../pod-agent/protocol/finding.ts';
import type { JobEventBody, JobStream } from '../../../pod-agent/protocol/job-events.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { safeDeep } from '../../base/safe-text.ts';
import type { Outcome, SshFailure } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { eventsOfDiagnosis, stepsBegun, stepsGivenUp } from '../diagnosis-events.ts';
import { askPod } from './ask-pod.ts';

export type ShellDiagnosisOptions = {
  /** Called again, once, where the link is lost half-way. The doors are closed here. */
  readonly open: (signal: AbortSignal) => Promise<Outcome<PodDoor>>;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly table?: readonly Check[];
};

/** With the second look for rates, both together take no longer than ten seconds. */
const planSeconds = 2;
const checksSeconds = 6;
/** Of a fix's command nothing may be missing. */
const maxLength = 8000;

/** Never throws; ends with a verdict. */
export async function* diagnoseByShell(options: ShellDiagnosisOptions): JobStream {
  const { signal, table = allChecks } = options;
  yield* stepsBegun(table);
  let looked = await lookOnce(options);
  if (!looked.ok && looked.failure.retriable && !signal.aborted) {
    yield {
      kind: 'output',
      level: 'warn',
      text: `${looked.failure.message} The pod is looked at once more.`,
    };
    looked = await lookOnce(options);
  }
  if (signal.aborted) yield stopped;
  else if (looked.ok) yield* eventsOfDiagnosis(safeDeep(looked.value, { maxLength }));
  else yield* givenUp(table, looked.failure);
}

async function lookOnce(options: ShellDiagnosisOptions): Promise<Outcome<Diagnosis>> {
  const { signal } = options;
  const opened = await options.open(signal);
  if (!opened.ok) return opened;
  const door = opened.value;
  const close = () => void door.close();
  signal.addEventListener('abort', close);
  if (signal.aborted) close();
  try {
    return await lookThrough(door, options);
  } finally {
    signal.removeEventListener('abort', close);
    await door.close();
  }
}

async function lookThrough(
  door: PodDoor,
  { clock = systemClock, table = allChecks }: ShellDiagnosisOptions,
): Promise<Outcome<Diagnosis>> {
  const atMs = clock.wallMs();
  const beganMs = clock.monotonicMs();
  const sources = planSources();
  const planned = await askPod(door, sources, planSeconds);
  if (!planned.ok) return planned;
  const answered = sources.flatMap(({ id }, at): [string, Answer][] => {
    const answer = planned.value.answers[at];
    return answer === undefined ? [] : [[id, answer]];
  });
  const plan = planOf(Object.fromEntries(answered));
  const wanted = sourcesOfChecks(plan, table);
  const asked = await askPod(
    door,
    wanted.map(({ source }) => source),
    checksSeconds,
  );
  if (!asked.ok) return asked;
  const { answers, before, elapsedMs, wallMs } = asked.value;
  const diagnosis = judgeAll({
    plan,
    answers: answersOfChecks(wanted, answers),
    before: elapsedMs === null ? null : answersOfChecks(wanted, before, 'hot'),
    elapsedMs,
    wallMs: wallMs ?? clock.wallMs(),
    atMs,
    tookMs: clock.monotonicMs() - beganMs,
    via: 'shell',
    table,
  });
  return { ok: true, value: diagnosis };
}

function givenUp(table: readonly Check[], { message, hint }: SshFailure): readonly JobEventBody[] {
  return [
    ...stepsGivenUp(table, 'The pod could not be looked at.'),
    { kind: 'verdict', verdict: 'inconclusive', text: `${message} ${hint}`.trim(), exitCode: 3 },
  ];
}

const stopped: JobEventBody = {
  kind: 'verdict',
  verdict: 'stopped',
  text: 'Stopped before every check was done.',
  exitCode: 3,
};
