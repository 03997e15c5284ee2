/** Walks the tests: each in its own time, none spoiled by another, and all within the time of the whole. */
import type { TestResult } from '../protocol/benchmark-report.ts';
import type { JobEventBody, StepOutcome } from '../protocol/job-events.ts';
import type { Measure, MeasureContext, MeasureId } from './measure.ts';
import { roundedFigure } from './ratings.ts';

export type MeasuresContext = Omit<MeasureContext, 'earlier'>;

/** A test that waits for a slow pod may take so much longer than its share. */
const patience = 1.5;
const patienceMs = 500;

/**
 * Yields what the tests yield, with `progress` as the share of the whole. A test whose time is up has its signal given, and what it
 * has by then counts, with a note; one for which no time is left is skipped.
 * @param limitMs When the whole has to be over, by the context's clock.
 */
export async function* runMeasures(
  measures: readonly Measure[],
  context: MeasuresContext,
  limitMs: number,
): AsyncGenerator<JobEventBody, readonly TestResult[], void> {
  const earlier = new Map<MeasureId, TestResult>();
  const shares = measures.map((measure) => shareMsOf(measure, context));
  const whole = sum(shares);
  for (const [position, measure] of measures.entries()) {
    if (context.signal.aborted) break;
    const { id, title } = measure;
    yield { kind: 'step-began', step: id, title };
    const done = sum(shares.slice(0, position)) / whole;
    const share = (shares[position] ?? 0) / whole;
    const result = yield* within({ measure, context: { ...context, earlier }, limitMs }, (event) =>
      event.kind === 'progress' ? { ...event, fraction: done + event.fraction * share } : event,
    );
    earlier.set(id, result);
    const text = `${result.rating}: ${result.summary}`;
    yield { kind: 'step-ended', step: id, outcome: outcomeOf(result), text, tookMs: result.tookMs };
  }
  return [...earlier.values()];
}

type Run = { readonly measure: Measure; readonly context: MeasureContext; readonly limitMs: number };

async function* within(
  { measure, context, limitMs }: Run,
  told: (event: JobEventBody) => JobEventBody,
): AsyncGenerator<JobEventBody, TestResult, void> {
  const startedMs = context.elapsedMs();
  const ownMs = Math.min(shareMsOf(measure, context) * patience + patienceMs, limitMs - startedMs);
  if (ownMs < patienceMs) return withoutTime(measure);
  const life = new AbortController();
  const stop = () => life.abort();
  context.signal.addEventListener('abort', stop);
  const timer = setTimeout(stop, ownMs);
  const events = measure.run({ ...context, signal: life.signal });
  try {
    for (let next = await events.next(); ; next = await events.next()) {
      if (next.done === true) return noted(next.value, life.signal.aborted && !context.signal.aborted);
      yield told(next.value);
    }
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', stop);
    // Whoever stops reading in the middle must not leave a load behind.
    life.abort();
  }
}

function withoutTime({ id, title }: Measure): TestResult {
  return {
    testId: id,
    title,
    status: 'skipped',
    rating: 'not-rated',
    summary: 'No time was left for it: the tests before it waited for a slow pod, or for a busy machine.',
    figures: [],
    slices: [],
    notes: [],
    tookMs: 0,
  };
}

function noted(result: TestResult, wasCut: boolean): TestResult {
  if (!wasCut) return result;
  const seconds = roundedFigure(result.tookMs / 1000);
  return { ...result, notes: [...result.notes, `ended after ${seconds} s, when its time was up`] };
}

function outcomeOf({ status, rating }: TestResult): StepOutcome {
  if (status === 'skipped') return 'skipped';
  if (status === 'failed' || rating === 'failed') return 'fail';
  return rating === 'slow' ? 'warn' : 'pass';
}

function shareMsOf({ shareSeconds }: Measure, { isQuick }: Pick<MeasureContext, 'isQuick'>): number {
  return (isQuick ? shareSeconds.quick : shareSeconds.full) * 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
