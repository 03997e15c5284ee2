/** Looks at the pod through its host and tells what ails it, as a stream of events: every check, then the whole diagnosis. */
import { readAgentVariables } from './agent-variables.ts';
import { type AskedTwice, askTwice } from './ask-twice.ts';
import type { Check, PodPlan } from './checks/check.ts';
import { checks as allChecks } from './checks/index.ts';
import { diagnosisOf, type Judged, judgeCheck } from './checks/judge-all.ts';
import { planOf, planSources } from './checks/plan.ts';
import { sourcesOfChecks, type WantedByChecks } from './checks/sources.ts';
import { stepEnded } from './checks/step-ended.ts';
import { verdictOf } from './checks/verdict.ts';
import type { Answer, Host } from './host/host.ts';
import type { JobEventBody, JobStream } from './protocol/job-events.ts';
import { createWaits, type Waits } from './waits.ts';

export type DiagnoseOptions = {
  readonly host: Host;
  /** The environment of this process; nothing where the host is a made-up machine. */
  readonly own: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Between the two looks that rates are measured from. */
  readonly rateMs?: number;
  /** What a check waits for its sources at most. */
  readonly checkMs?: number;
  readonly table?: readonly Check[];
};

const usualRateMs = 1000;
const usualCheckMs = 2500;
/** With the checks' own time this stays far below the ten seconds that a diagnosis may take. */
const planMs = 2500;

/**
 * Never throws. A source that hangs is a timeout, so that its check is `unknown` or says what hangs; the question itself
 * goes on until the host is closed by whoever made it.
 */
export async function* diagnose(options: DiagnoseOptions): JobStream {
  const { host, signal, table = allChecks } = options;
  const atMs = host.wallMs();
  const beganMs = host.monotonicMs();
  const waits = createWaits(signal);
  const judged = new Map<string, Judged>();
  try {
    for (const { id, title } of signal.aborted ? [] : table) yield { kind: 'step-began', step: id, title };
    const plan = await findPlan(options, waits);
    for await (const one of judgeEach({ ...options, plan, table, waits })) {
      judged.set(one.outcome.checkId, one);
      yield stepEnded(one.outcome);
      for (const finding of one.findings) yield { kind: 'finding', finding };
    }
  } finally {
    waits.end();
  }
  if (signal.aborted) return yield stopped;
  const diagnosis = diagnosisOf(
    { atMs, tookMs: host.monotonicMs() - beganMs, via: 'agent' },
    table.flatMap(({ id }) => judged.get(id) ?? []),
  );
  yield { kind: 'diagnosis', diagnosis };
  yield verdictOf(diagnosis);
}

/** What cannot be found out in time has its usual value. */
async function findPlan({ host, own }: DiagnoseOptions, waits: Waits): Promise<PodPlan> {
  const wait = <Value>(asked: Promise<Value>) => waits.within(asked, planMs / 2);
  const variables = (await wait(readAgentVariables(host, own)))?.variables ?? new Map();
  const sources = planSources(variables);
  const answers = await Promise.all(sources.map((source) => wait(host.answer(source))));
  const answered = sources.flatMap(({ id }, position): [string, Answer][] => {
    const answer = answers[position];
    return answer == null ? [] : [[id, answer]];
  });
  return planOf(Object.fromEntries(answered), variables);
}

type Judging = DiagnoseOptions & {
  readonly plan: PodPlan;
  readonly table: readonly Check[];
  readonly waits: Waits;
};

/** Each as soon as its own sources have answered or have had their time. */
async function* judgeEach(judging: Judging): AsyncGenerator<Judged, void, void> {
  const { host, plan, table, signal, waits, rateMs = usualRateMs, checkMs = usualCheckMs } = judging;
  const wanted = sourcesOfChecks(plan, table);
  const beganMs = host.monotonicMs();
  const asked = wanted.map(({ source }) => askTwice({ host, source, rateMs, deadlineMs: checkMs, waits }));
  const waiting = new Map(
    table.map((check) => [check.id, judgeWhenAsked({ check, judging, wanted, asked, beganMs })]),
  );
  while (waiting.size > 0) {
    const done = await Promise.race(waiting.values());
    waiting.delete(done.id);
    if (signal.aborted) return;
    yield done.judged;
  }
}

async function judgeWhenAsked(given: {
  readonly check: Check;
  readonly judging: Judging;
  readonly wanted: readonly WantedByChecks[];
  readonly asked: readonly Promise<AskedTwice>[];
  readonly beganMs: number;
}) {
  const { check, judging, wanted, asked, beganMs } = given;
  const { host, plan } = judging;
  const now: Record<string, Answer> = {};
  const before: Record<string, Answer> = {};
  let elapsedMs: number | null = null;
  for (const [position, { wantedBy }] of wanted.entries()) {
    for (const { sourceId, isHot } of wantedBy.filter(({ checkId }) => checkId === check.id)) {
      const answers = await asked[position];
      if (answers === undefined) continue;
      now[sourceId] = answers.now;
      if (!isHot || answers.before === null) continue;
      before[sourceId] = answers.before;
      elapsedMs ??= answers.elapsedMs;
    }
  }
  const seen = {
    plan,
    answers: now,
    before: elapsedMs === null ? null : before,
    elapsedMs,
    wallMs: host.wallMs(),
  };
  const tookMs = host.monotonicMs() - beganMs;
  return { id: check.id, judged: judgeCheck({ check, seen, tookMs }) };
}

const stopped: JobEventBody = {
  kind: 'verdict',
  verdict: 'stopped',
  text: 'Stopped before every check was done.',
  exitCode: 3,
};
