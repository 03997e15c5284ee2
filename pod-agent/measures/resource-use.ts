/** What the container uses while it serves a load: CPU of its limit, working set, throttling, connections. */
import { targetOf } from './answers.ts';
import { openConnections, openRate } from './concurrent-load.ts';
import type { LoadResult } from './engine/load.ts';
import { figureIn } from './figures.ts';
import { runLiveLoad } from './live-load.ts';
import { isLoopback } from './loopback.ts';
import type { Measure, MeasureContext } from './measure.ts';
import { type Emit, failed, measured, type Outcome, skipped } from './measured.ts';
import { describeRating, ladders, rate, worstOf } from './ratings.ts';
import { createResourceWatch, type Look, type Watched } from './resource-watch.ts';

export const resourceUse: Measure = {
  id: 'resource-use',
  title: 'Resource use under load',
  shareSeconds: { full: 8, quick: 1.2 },
  run: (context) => measured(resourceUse, context, (emit) => measure(context, emit)),
};

/** Where the test before has no figures. */
const usualConnections = 10;

async function measure(context: MeasureContext, emit: Emit): Promise<Outcome> {
  if (!isLoopback(context.target.host))
    return skipped(`Its figures are of this machine, and ${context.target.host} is another.`);
  const { full, quick } = resourceUse.shareSeconds;
  const durationMs = (context.isQuick ? quick : full) * 1000 * 0.9;
  const earlier = context.earlier.get('concurrent-load')?.figures ?? [];
  const watch = createResourceWatch({
    host: context.host,
    nginxStatusPort: context.nginxStatusPort,
    everyMs: context.isQuick ? 150 : 500,
    onLook: ({ cpu }) => {
      const value = cpu?.usedPercent ?? null;
      const point = { kind: 'point', series: 'CPU', unit: '%', elapsedMs: context.elapsedMs() } as const;
      if (value !== null) emit({ ...point, value });
    },
  });
  const own = process.cpuUsage();
  const load = {
    target: targetOf(context, '/'),
    connections: figureIn(earlier, openConnections) ?? usualConnections,
    requestsPerSecond: figureIn(earlier, openRate),
    durationMs,
    warmUpMs: 0,
  };
  const watched = await watch.during(() => runLiveLoad(context, load, emit));
  const { user, system } = process.cpuUsage(own);
  if (watched.result.requestCount === 0) return failed('No request under load was answered.');
  return judge(watched, (user + system) / 1000, load.requestsPerSecond);
}

function judge(watched: Watched<LoadResult>, ownCpuMs: number, requestsPerSecond: number | null): Outcome {
  const { before, looks, whole, elapsedMs, result } = watched;
  const memoryLimit = before.memory?.limitBytes ?? null;
  const workingSet = mostOf(looks, ({ memory }) => memory?.usedBytes ?? null);
  const throttled = whole?.throttledPercent ?? null;
  const usedCpuMs = whole?.usedCores == null ? null : whole.usedCores * elapsedMs;
  const isContainer = whole?.scope === 'container';
  const isMemoryOurs = before.memory?.scope === 'container' && memoryLimit !== null && workingSet !== null;
  const memoryPercent = isMemoryOurs ? (workingSet / memoryLimit) * 100 : null;
  const perRequest =
    usedCpuMs === null || !isContainer ? null : Math.max(0, usedCpuMs - ownCpuMs) / result.requestCount;
  return {
    status: 'done',
    rating: worstOf([
      rate(ladders.throttling, throttled, looks.length),
      rate(ladders.memory, memoryPercent, looks.length),
    ]),
    summary: isContainer
      ? `${describeRating(ladders.throttling, throttled)}; ${describeRating(ladders.memory, memoryPercent)}`
      : "No cgroup says what is the container's own, and the host's figures are not rated.",
    figures: [
      { name: 'requests per second', value: result.requestsPerSecond, unit: 'req/s' },
      { name: 'CPU of the limit', value: whole?.usedPercent ?? null, unit: '%' },
      {
        name: 'CPU of the limit, most',
        value: mostOf(looks, ({ cpu }) => cpu?.usedPercent ?? null),
        unit: '%',
      },
      { name: 'CPU used', value: whole?.usedCores ?? null, unit: 'cores' },
      { name: 'CPU used by the generator', value: ownCpuMs / elapsedMs, unit: 'cores' },
      { name: 'CPU time of a request', value: perRequest, unit: 'ms' },
      { name: 'throttled periods', value: throttled, unit: '%' },
      { name: 'working set before', value: before.memory?.usedBytes ?? null, unit: 'bytes' },
      { name: 'working set, most', value: workingSet, unit: 'bytes' },
      { name: 'memory limit', value: memoryLimit, unit: 'bytes' },
      {
        name: 'nginx connections, most',
        value: mostOf(looks, ({ nginxConnections }) => nginxConnections),
        unit: 'connections',
      },
    ],
    slices: [],
    notes: notesOf(watched, requestsPerSecond),
  };
}

function notesOf(
  { whole, before }: Watched<LoadResult>,
  requestsPerSecond: number | null,
): readonly string[] {
  return [
    requestsPerSecond === null
      ? `a closed loop of ${usualConnections} connections, since there is no earlier load to go by`
      : 'at 60 % of the most requests per second',
    'the generator runs in the same container, and its CPU is within the first figures',
    ...(whole?.scope === 'container'
      ? []
      : ["figures are the whole host's: no cgroup says what is the container's"]),
    ...(whole?.throttledPercent == null ? ['no CPU quota is known, and so no throttling by one'] : []),
    ...(before.nginxConnections === null ? ['nginx does not tell its connections (no stub_status)'] : []),
  ];
}

function mostOf(looks: readonly Look[], of: (look: Look) => number | null): number | null {
  const known = looks.map(of).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
