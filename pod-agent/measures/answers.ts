/** Questions over fresh connections, one after the other, as a visitor or a probe comes. */
import { askOnce } from './engine/ask-once.ts';
import type { LoadTarget, SingleAnswer } from './engine/load.ts';
import type { MeasureContext } from './measure.ts';
import type { Emit } from './measured.ts';
import { medianOf } from './statistics/ranks.ts';

export type Answered = Extract<SingleAnswer, { ok: true }>;

export type Answers = {
  readonly answers: readonly Pick<Answered, 'status' | 'connectMs' | 'firstByteMs' | 'totalMs'>[];
  /** How often each reason was given for no answer. */
  readonly failures: Readonly<Record<string, number>>;
};

/** At the beginning three are asked at once, so that also a slow pod gives enough answers in a quick run. */
const askedAtOnce = 3;
const mostAnswers = 2000;
const pointEveryMs = 100;

export const targetOf = (context: MeasureContext, path: string): LoadTarget => ({ ...context.target, path });

/** A page that takes longer keeps nobody. */
export function answerTimeoutMs(context: Pick<MeasureContext, 'isQuick'>): number {
  return context.isQuick ? 2000 : 5000;
}

/** For `durationMs`, and at least until the first three are answered or have timed out. */
export async function askAgainAndAgain(
  context: MeasureContext,
  about: { readonly target: LoadTarget; readonly durationMs: number },
  emit: Emit,
): Promise<Answers> {
  const { signal } = context;
  const untilMs = context.elapsedMs() + about.durationMs;
  const answers: Answers['answers'][number][] = [];
  const failures: Record<string, number> = {};
  const tell = pacedPoints(context, emit);
  const ask = async () => {
    const answer = await askOnce(about.target, { timeoutMs: answerTimeoutMs(context), signal });
    if (signal.aborted) return;
    if (!answer.ok) {
      failures[answer.reason] = (failures[answer.reason] ?? 0) + 1;
      return;
    }
    const { status, connectMs, firstByteMs, totalMs } = answer;
    answers.push({ status, connectMs, firstByteMs, totalMs });
    tell(totalMs);
  };
  await Promise.all(Array.from({ length: askedAtOnce }, ask));
  const isOver = () => signal.aborted || context.elapsedMs() >= untilMs || answers.length === 0;
  while (!isOver() && answers.length < mostAnswers) await ask();
  return { answers, failures };
}

/** The commonest reason, with how often it was given. */
export function describeFailures(failures: Answers['failures']): string {
  const [first] = Object.entries(failures).sort(([, left], [, right]) => right - left);
  return first === undefined ? 'it was stopped before the first answer' : `${first[0]} (${first[1]} times)`;
}

/** A refusal at once is repeated thousands of times a second; and a chart takes ten points a second. */
function pacedPoints(context: MeasureContext, emit: Emit): (value: number) => void {
  let values: number[] = [];
  let lastMs = context.elapsedMs();
  return (value) => {
    values.push(value);
    const nowMs = context.elapsedMs();
    const median = medianOf(values);
    if (nowMs - lastMs < pointEveryMs || median === null) return;
    emit({ kind: 'point', series: 'response time', unit: 'ms', value: median, elapsedMs: nowMs });
    values = [];
    lastMs = nowMs;
  };
}
