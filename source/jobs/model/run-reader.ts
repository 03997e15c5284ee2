/**
 * Reads a run's events once, as they come: a run of 20,000 events that grows by one costs one event, not 20,000.
 * What a step, a finding or a tuning said while the job ran gives way to the whole result when that comes.
 */
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import { benchmarkLines, comparisonLines } from './benchmark-lines.ts';
import { createDeployReader, type DeployReader, isDeployStep } from './deploy-reader.ts';
import { diagnosisLines, findingLines } from './finding-lines.ts';
import type { JobLine } from './line.ts';
import { outcomeLooks, verdictLook } from './looks.ts';
import { optimisationLines, tuningLines } from './tuning-lines.ts';

/** A live chart's values, oldest first. */
export type PointSeries = {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly elapsedMs: number; readonly value: number }[];
};

export type RunReader = {
  take(event: JobEvent): void;
  lines(): readonly JobLine[];
  series(): readonly PointSeries[];
  /** Of a deploy: how far its steps are, 0 to 1. null for a run without such steps. */
  stepsFraction(): number | null;
};

/** A chart shows the newest of them. */
const maxPoints = 2000;

type GrowingSeries = PointSeries & { readonly points: { elapsedMs: number; value: number }[] };

export function createRunReader(): RunReader {
  let lines: JobLine[] = [];
  let indexes = new Map<string, number>();
  const series = new Map<string, GrowingSeries>();
  const titles = new Map<string, string>();
  let deploy: DeployReader | null = null;
  /** The verdict, which stands after the steps. */
  let last: readonly JobLine[] = [];

  /** A line with a key that stands already takes its place. */
  function put(line: JobLine): void {
    const at = indexes.get(line.key);
    if (at !== undefined) lines[at] = line;
    else indexes.set(line.key, lines.push(line) - 1);
  }

  /** The result says it again, whole and in order. */
  function replaceBy(result: readonly JobLine[], isSaidAgain: (line: JobLine) => boolean): void {
    lines = lines.filter((line) => !isSaidAgain(line));
    indexes = new Map(lines.map((line, index) => [line.key, index]));
    for (const line of result) put(line);
  }

  function takePoint({ series: name, unit, value, elapsedMs }: Extract<JobEvent, { kind: 'point' }>): void {
    const key = `${name} ${unit}`;
    const known = series.get(key) ?? { name, unit, points: [] };
    known.points.push({ elapsedMs, value });
    if (known.points.length > maxPoints) known.points.splice(0, known.points.length - maxPoints);
    series.set(key, known);
  }

  return {
    take: (event) => {
      if (event.kind === 'point') return takePoint(event);
      if (event.kind === 'step-began' && deploy === null && isDeployStep(event.step))
        deploy = createDeployReader(lines);
      if (deploy !== null && isOfStep(event)) return deploy.take(event);
      if (deploy !== null && event.kind === 'verdict') last = linesOf(event, titles);
      if (event.kind === 'diagnosis') {
        const steps = new Set(event.diagnosis.checks.map(({ checkId }) => `step:${checkId}`));
        return replaceBy(
          diagnosisLines(event.diagnosis),
          ({ key }) => key.startsWith('finding:') || steps.has(key),
        );
      }
      if (event.kind === 'benchmark') {
        const steps = new Set(event.report.tests.map(({ testId }) => `step:${testId}`));
        return replaceBy(benchmarkLines(event.report), ({ key }) => steps.has(key));
      }
      if (event.kind === 'optimisation') {
        const steps = new Set(event.report.tunings.map(({ id }) => `step:${id}`));
        return replaceBy(
          optimisationLines(event.report),
          ({ key }) => key.startsWith('tuning:') || steps.has(key),
        );
      }
      if (event.kind === 'step-began') titles.set(event.step, event.title);
      for (const line of linesOf(event, titles)) put(line);
    },
    lines: () => (deploy === null ? lines.slice() : [...deploy.lines(), ...last]),
    series: () => [...series.values()],
    stepsFraction: () => deploy?.fraction() ?? null,
  };
}

type StepEvent = Parameters<DeployReader['take']>[0];

function isOfStep(event: JobEvent): event is StepEvent {
  const { kind } = event;
  return kind === 'step-began' || kind === 'step-ended' || kind === 'output' || kind === 'progress';
}

function linesOf(event: JobEvent, titles: ReadonlyMap<string, string>): readonly JobLine[] {
  const { atMs } = event;
  switch (event.kind) {
    case 'step-began':
      return [{ key: `step:${event.step}`, role: 'info', indent: 0, text: `▶ ${event.title}`, atMs }];
    case 'step-ended': {
      const { glyph, word, role } = outcomeLooks[event.outcome];
      const text = `${glyph} ${word.padEnd(4)}  ${titles.get(event.step) ?? event.step}: ${event.text}`;
      return [{ key: `step:${event.step}`, role, indent: 0, text, atMs, tookMs: event.tookMs }];
    }
    case 'output': {
      const role = event.level === 'error' ? 'fail' : event.level === 'warn' ? 'warn' : 'text';
      const mark = event.level === 'error' ? '✖ ' : event.level === 'warn' ? '▲ ' : '';
      return [{ key: `${event.sequence}`, role, indent: 0, text: `${mark}${event.text}`, atMs }];
    }
    case 'finding':
      return event.finding.status === 'ok' || event.finding.status === 'skip'
        ? []
        : findingLines(event.finding, 0);
    case 'tuning':
      return tuningLines(event.tuning, 0);
    case 'comparison':
      return comparisonLines(event.comparison);
    case 'verdict': {
      const { glyph, word, role } = verdictLook(event.verdict, event.exitCode);
      return [
        { key: 'verdict', role, indent: 0, text: `${glyph} ${word}  ${event.text}`, atMs, part: 'verdict' },
      ];
    }
    default:
      return [];
  }
}
