/** The frame of every test: its events as they come, its result at the end, and its failure as a result with a reason. */
import type { TestResult } from '../protocol/benchmark-report.ts';
import type { JobEventBody } from '../protocol/job-events.ts';
import { messageOf, oneLine } from '../protocol/one-line.ts';
import type { Measure, MeasureContext } from './measure.ts';

/** What a test finds out by itself; the rest of its result is the frame's. */
export type Outcome = Omit<TestResult, 'testId' | 'title' | 'tookMs'>;

export type Emit = (event: JobEventBody) => void;

/** A reader that takes nothing for that long loses the oldest: a chart with a gap is better than memory without end. */
const mostWaiting = 2000;
const longestSentence = 900;

/** Runs the work and yields what it emits in the meantime. The work ends by the context's signal, not by the generator's end. */
export async function* measured(
  about: Pick<Measure, 'id' | 'title'>,
  context: Pick<MeasureContext, 'elapsedMs'>,
  work: (emit: Emit) => Promise<Outcome>,
): AsyncGenerator<JobEventBody, TestResult, void> {
  const startedMs = context.elapsedMs();
  const waiting: JobEventBody[] = [];
  let wake = () => {};
  const emit: Emit = (event) => {
    waiting.push(event);
    if (waiting.length > mostWaiting) waiting.shift();
    wake();
  };
  let isOver = false;
  const ending = settled(work, emit).finally(() => {
    isOver = true;
    wake();
  });
  while (!isOver || waiting.length > 0) {
    const event = waiting.shift();
    if (event !== undefined) yield event;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (isOver) resolve();
      });
  }
  const outcome = await ending;
  return {
    ...outcome,
    testId: about.id,
    title: about.title,
    // Names of files and reasons of the system may be of any length.
    summary: oneLine(outcome.summary, longestSentence),
    notes: outcome.notes.map((note) => oneLine(note, longestSentence)),
    tookMs: context.elapsedMs() - startedMs,
  };
}

export function failed(reason: string): Outcome {
  return { status: 'failed', rating: 'failed', summary: reason, figures: [], slices: [], notes: [] };
}

export function skipped(reason: string): Outcome {
  return { status: 'skipped', rating: 'not-rated', summary: reason, figures: [], slices: [], notes: [] };
}

async function settled(work: (emit: Emit) => Promise<Outcome>, emit: Emit): Promise<Outcome> {
  try {
    return await work(emit);
  } catch (error) {
    return failed(`The test broke off: ${messageOf(error)}`);
  }
}
