/** The walk over the tests: their time, their failures, and their order. */
import { describe, expect, it } from 'vitest';
import type { Measure, MeasureId } from '../../../pod-agent/measures/measure.ts';
import { failed, measured, type Outcome } from '../../../pod-agent/measures/measured.ts';
import { type MeasuresContext, runMeasures } from '../../../pod-agent/measures/run-measures.ts';
import type { TestResult } from '../../../pod-agent/protocol/benchmark-report.ts';
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import { createTextHost } from '../text-host.ts';

const fine: Outcome = { status: 'done', rating: 'good', summary: 'fine', figures: [], slices: [], notes: [] };

function makeMeasure(
  id: MeasureId,
  work: (context: Parameters<Measure['run']>[0]) => Promise<Outcome>,
  seconds = 1,
): Measure {
  const measure: Measure = {
    id,
    title: `Title of ${id}`,
    shareSeconds: { full: seconds, quick: seconds },
    run: (context) =>
      measured(measure, context, (emit) => {
        emit({ kind: 'progress', fraction: 0.5, text: 'half' });
        return work(context);
      }),
  };
  return measure;
}

async function walk(measures: readonly Measure[], limitMs = 10_000, signal = new AbortController().signal) {
  const startedMs = performance.now();
  const context: MeasuresContext = {
    target: { host: '127.0.0.1', port: 1, hostHeader: 'x' },
    healthPath: '/',
    pathsIn: () => [],
    nginxStatusPort: null,
    isQuick: true,
    outwardUrl: null,
    host: createTextHost(),
    signal,
    elapsedMs: () => performance.now() - startedMs,
  };
  const events: JobEventBody[] = [];
  const running = runMeasures(measures, context, limitMs);
  for (let next = await running.next(); ; next = await running.next()) {
    if (next.done === true) return { events, results: next.value };
    events.push(next.value);
  }
}

/** Ends by its signal alone. */
const endless = (context: { readonly signal: AbortSignal }) =>
  new Promise<Outcome>((resolve) => context.signal.addEventListener('abort', () => resolve(fine)));

describe('the walk over the tests', () => {
  it('gives each the results of those before it, and progress of the whole', async () => {
    let seen: readonly [MeasureId, TestResult][] = [];
    const { events, results } = await walk([
      makeMeasure('health-response', async () => fine, 3),
      makeMeasure('app-performance', async ({ earlier }) => {
        seen = [...earlier];
        return fine;
      }),
    ]);
    expect(results.map(({ testId, rating }) => [testId, rating])).toEqual([
      ['health-response', 'good'],
      ['app-performance', 'good'],
    ]);
    expect(seen.map(([id]) => id)).toEqual(['health-response']);
    expect(events.map((event) => (event.kind === 'progress' ? event.fraction : event.kind))).toEqual([
      'step-began',
      0.375,
      'step-ended',
      'step-began',
      0.875,
      'step-ended',
    ]);
  });

  it('goes on after one that breaks off', async () => {
    const { results, events } = await walk([
      makeMeasure('health-response', async () => {
        throw new Error('boom\u001b[31m');
      }),
      makeMeasure('app-performance', async () => failed('nothing there')),
      makeMeasure('static-assets', async () => ({ ...fine, rating: 'slow' })),
    ]);
    expect(results[0]).toMatchObject({
      status: 'failed',
      rating: 'failed',
      summary: 'The test broke off: boom [31m',
    });
    const outcomes = events.flatMap((event) => (event.kind === 'step-ended' ? [event.outcome] : []));
    expect(outcomes).toEqual(['fail', 'fail', 'warn']);
  });

  it('ends one whose time is up, and keeps what it has', async () => {
    const { results } = await walk([makeMeasure('health-response', endless, 0.1)]);
    expect(results[0]).toMatchObject({ status: 'done', rating: 'good' });
    expect(results[0]?.notes.join()).toMatch(/^ended after [\d.]+ s, when its time was up$/);
  });

  it('skips what there is no time left for', async () => {
    const { results, events } = await walk(
      [makeMeasure('health-response', endless, 5), makeMeasure('app-performance', async () => fine)],
      700,
    );
    expect(results.map(({ status }) => status)).toEqual(['done', 'skipped']);
    expect(events.at(-1)).toMatchObject({ kind: 'step-ended', outcome: 'skipped' });
  });

  it('begins none after it was stopped', async () => {
    const life = new AbortController();
    const stopping = makeMeasure('health-response', async () => {
      life.abort();
      return fine;
    });
    const { results } = await walk(
      [stopping, makeMeasure('app-performance', async () => fine)],
      10_000,
      life.signal,
    );
    expect(results.map(({ testId, notes }) => [testId, notes])).toEqual([['health-response', []]]);
  });

  it('cuts sentences that would not fit onto the wire', async () => {
    const long = 'x'.repeat(5000);
    const { results } = await walk([
      makeMeasure('health-response', async () => ({ ...fine, summary: long, notes: [long] })),
    ]);
    expect(results[0]?.summary).toHaveLength(900);
    expect(results[0]?.notes[0]).toHaveLength(900);
  });
});
