/** What the pod can serve at once: four closed loops for the most, then an open loop at 60 % of it for the latency. */
import type { SliceSeries } from '../protocol/benchmark-report.ts';
import { targetOf } from './answers.ts';
import type { LoadResult } from './engine/load.ts';
import { latencyFigures, timeSeries } from './figures.ts';
import { bestOf, kneeOf, type Level } from './knee.ts';
import { runLiveLoad } from './live-load.ts';
import { errorsOf, generatorFigures, generatorLimited } from './load-outcome.ts';
import type { Measure, MeasureContext } from './measure.ts';
import { type Emit, failed, measured, type Outcome } from './measured.ts';
import { describeRating, ladders, rate, worstOf } from './ratings.ts';
import { throughputName } from './throughput-name.ts';

export const concurrentLoad: Measure = {
  id: 'concurrent-load',
  title: 'Concurrent load',
  shareSeconds: { full: 26, quick: 3.6 },
  run: (context) => measured(concurrentLoad, context, (emit) => measure(context, emit)),
};

type MeasuredLevel = Level & { readonly result: LoadResult };

const levelsOfConnections = [1, 10, 50, 100] as const;
const openShare = 0.6;
/** An open loop waits for a free connection where there are too few, and that is the client's waiting. */
const fewestOpenConnections = 10;

/** What other tests look up in this one's figures. */
export const openRate = 'rate of the open loop';
export const openConnections = 'connections of the open loop';

async function measure(context: MeasureContext, emit: Emit): Promise<Outcome> {
  const { full, quick } = concurrentLoad.shareSeconds;
  const eachMs = ((context.isQuick ? quick : full) * 1000) / (levelsOfConnections.length + 1.4);
  const target = targetOf(context, '/');
  const load = (options: { connections: number; requestsPerSecond: number | null; ms: number }) => {
    const { ms, ...rest } = options;
    return runLiveLoad(context, { ...rest, target, durationMs: ms * 0.85, warmUpMs: ms * 0.15 }, emit);
  };
  const levels: MeasuredLevel[] = [];
  for (const connections of levelsOfConnections) {
    if (context.signal.aborted) break;
    const fraction = levels.length / (levelsOfConnections.length + 1);
    emit({ kind: 'progress', fraction, text: `${connections} connections` });
    const result = await load({ connections, requestsPerSecond: null, ms: eachMs });
    const { requestsPerSecond, latency } = result;
    levels.push({ connections, requestsPerSecond, p50Ms: latency?.p50Ms ?? null, result });
    // More connections to a server that answers none would only wait longer.
    if (requestsPerSecond === 0) break;
  }
  const best = bestOf(levels);
  if (best === null) return failed(nothingAnswered(levels));
  const requestsPerSecond = Math.max(1, best.requestsPerSecond * openShare);
  const connections = Math.max(fewestOpenConnections, best.connections);
  emit({ kind: 'progress', fraction: 0.8, text: `${Math.round(requestsPerSecond)} requests a second` });
  const open = await load({ connections, requestsPerSecond, ms: eachMs * 1.3 });
  return judge({ levels, best, open, rate: requestsPerSecond, connections });
}

function nothingAnswered(levels: readonly MeasuredLevel[]): string {
  const { text } = errorsOf(levels.map(({ result }) => result));
  return `No request under load was answered${text === '' ? ' in time' : `: ${text}`}.`;
}

type Run = {
  readonly levels: readonly MeasuredLevel[];
  readonly best: MeasuredLevel;
  readonly open: LoadResult;
  readonly rate: number;
  readonly connections: number;
};

function judge(run: Run): Outcome {
  const { levels, best, open } = run;
  const errors = errorsOf([...levels.map(({ result }) => result), open]);
  const tail = open.latency?.p99Ms ?? open.latency?.p90Ms ?? null;
  const ratings = [
    rate(ladders.errorShare, errors.sharePercent, errors.attempts),
    rate(ladders.loadedResponse, tail, open.latency?.count ?? 0),
  ];
  const knee = kneeOf(levels);
  return {
    status: 'done',
    rating: errors.serverErrors > 0 ? 'failed' : worstOf(ratings),
    summary: [
      ...(errors.text === '' ? [] : [errors.text]),
      describeRating(ladders.loadedResponse, tail),
      describeRating(ladders.errorShare, errors.sharePercent),
      knee === null ? 'throughput still grows at 100 connections' : `the knee is at ${knee.connections}`,
    ].join('; '),
    figures: [
      { name: 'most requests per second', value: best.requestsPerSecond, unit: 'req/s' },
      { name: 'at', value: best.connections, unit: 'connections' },
      { name: 'knee', value: knee?.connections ?? null, unit: 'connections' },
      ...levels.flatMap(levelFigures),
      { name: openRate, value: run.rate, unit: 'req/s' },
      { name: openConnections, value: run.connections, unit: 'connections' },
      ...latencyFigures('open loop ', open.latency),
      { name: 'errors', value: errors.sharePercent, unit: '%' },
      ...generatorFigures(mostLimited(run)),
    ],
    slices: [
      ...levels.flatMap(throughputSeries),
      ...timeSeries(
        'open loop p50',
        open.slices.map(({ p50Ms }) => p50Ms),
      ),
      ...timeSeries(
        'open loop p99',
        open.slices.map(({ p99Ms }) => p99Ms),
      ),
    ],
    notes: notesOf(run),
  };
}

function levelFigures({ connections, requestsPerSecond, result }: MeasuredLevel) {
  const of = `${connections} connections `;
  return [
    { name: `${of}requests per second`, value: requestsPerSecond, unit: 'req/s' },
    ...latencyFigures(of, result.latency).filter(({ name }) => /p50|p99/.test(name)),
  ];
}

function throughputSeries({ connections, result }: MeasuredLevel): readonly SliceSeries[] {
  const values = result.slices.map(({ requestsPerSecond }) => requestsPerSecond);
  return values.length === 0
    ? []
    : [{ name: throughputName(connections), unit: 'req/s', better: 'higher', values }];
}

/** The load whose figures say why the generator is called a limit; else the one at the most requests per second. */
function mostLimited({ levels, best, open }: Run): LoadResult {
  const all = [best.result, open, ...levels.map(({ result }) => result)];
  return all.find(({ generator }) => generator.isLimiting) ?? best.result;
}

function notesOf({ levels, open }: Run): readonly string[] {
  const limited = levels
    .filter(({ result }) => result.generator.isLimiting)
    .map(({ connections }) => connections);
  const { lateCount } = open.generator;
  return [
    ...(limited.length > 0
      ? [
          `${generatorLimited} at ${limited.join(', ')} connections: the pod can do more than these figures show`,
        ]
      : []),
    ...(open.generator.isLimiting
      ? [`${generatorLimited} in the open loop: its latencies are in part the generator's own delays`]
      : []),
    ...(lateCount > 0
      ? [`${lateCount} requests of the open loop waited for a connection; that waiting counts`]
      : []),
    'latency of the open loop counts from when each request was meant to go out',
    ...(open.latency?.p99Ms == null ? ['p99 needs 1,000 answers; p90 was rated'] : []),
  ];
}
