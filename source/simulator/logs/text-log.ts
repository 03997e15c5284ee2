/** The log of a machine made of text: a function of time and of what the pod has lived through, so nothing of it is kept. */
import { mix } from '../chance.ts';
import type { Workload } from '../machine/workload.ts';
import type { Chapter } from '../pod/diary.ts';
import type { SimulatedPod } from '../pod/simulated-pod.ts';
import { floodLines } from './flood-lines.ts';
import type { LogFaults } from './log-faults.ts';
import { inLane, type LogLine, type LogSource } from './log-line.ts';
import type { PodLog } from './pod-log.ts';
import { logScriptOf } from './scripts/index.ts';
import { systemLines } from './system-lines.ts';

const secondUs = 1_000_000;
/** RunPod's own reach is not known. */
const keptMs = 86_400_000;
const bootLineEveryMs = 120;
/** What ends a container is told within that time. */
const lastWordsMs = 20;

export function createTextLog(
  pod: SimulatedPod,
  options: { readonly bornMs: number; readonly faults: LogFaults; wallMs(): number },
): PodLog {
  const { plan } = pod;

  function between(afterUs: number, untilUs: number, source: LogSource | null = null): readonly LogLine[] {
    const lines = pod.diary
      .chapters()
      .filter((chapter) => touches(chapter, afterUs, untilUs))
      .flatMap((chapter) => linesOf(chapter, { afterUs, untilUs, source }));
    const flooded = options.faults.floods(plan.id).flatMap((flood) => floodLines(flood, afterUs, untilUs));
    return [...lines, ...flooded].sort((left, right) => left.atUs - right.atUs);
  }

  /** What a container prints is worked out second by second, which takes long over a day: not for its system log. */
  function linesOf(
    chapter: Chapter,
    span: { readonly afterUs: number; readonly untilUs: number; readonly source: LogSource | null },
  ): readonly LogLine[] {
    const { afterUs, untilUs, source } = span;
    const isMeant = ({ atUs }: LogLine) => atUs > afterUs && atUs <= untilUs;
    const told = systemLines(chapter, { seed: mix(plan.seed, 84), paced: true }).filter(isMeant);
    if (source === 'system') return told;
    return [
      ...told,
      ...bootLines(chapter).filter(isMeant),
      ...scriptLines(chapter, afterUs, untilUs),
      ...lastLines(chapter).filter(isMeant),
    ];
  }

  function bootLines({ run, settings, endedAtMs }: Chapter): readonly LogLine[] {
    if (!Number.isFinite(run.containerAtMs)) return [];
    const boot = logScriptOf(plan.role.id).boot({ ...plan, settings });
    return boot
      .map((text, index): LogLine => {
        const atMs = run.containerAtMs + 30 + index * bootLineEveryMs;
        return { atUs: inLane(Math.round(atMs * 1000), 'script'), source: 'container', text };
      })
      .filter(({ atUs }) => endedAtMs === null || atUs < endedAtMs * 1000);
  }

  function scriptLines(chapter: Chapter, afterUs: number, untilUs: number): readonly LogLine[] {
    const { run, endedAtMs } = chapter;
    const firstUs = Math.max(afterUs, (run.containerAtMs + 3000) * 1000);
    const lastUs = Math.min(untilUs, (endedAtMs ?? Number.POSITIVE_INFINITY) * 1000);
    const lines: LogLine[] = [];
    for (let second = Math.floor(firstUs / secondUs); second * secondUs <= lastUs; second++) {
      for (const line of linesInSecond(chapter, second))
        if (line.atUs > firstUs && line.atUs <= lastUs) lines.push(line);
    }
    return lines;
  }

  function linesInSecond({ run, settings }: Chapter, wallSecond: number): readonly LogLine[] {
    const atMs = wallSecond * 1000;
    const zeroMs = Math.max(options.bornMs, run.containerAtMs);
    const second = Math.floor((atMs - zeroMs) / 1000);
    let work: Workload | null = null;
    const texts = logScriptOf(plan.role.id).lines({
      second,
      age: Math.floor((atMs - run.containerAtMs) / 1000),
      atMs,
      seed: plan.seed,
      plan,
      settings,
      work() {
        work ??= disturbed(plan.role.workload({ second, seed: plan.seed, gpuCount: run.gpuCount }));
        return work;
      },
    });
    const stepUs = Math.floor((secondUs - 8) / Math.max(1, texts.length));
    return texts.map((text, index) => ({
      atUs: inLane(wallSecond * secondUs + index * stepUs, 'script'),
      source: 'container',
      text,
    }));
  }

  /** What is planted now is told from now on; a second that has passed is told as it is asked for. */
  function disturbed(work: Workload): Workload {
    return pod.faults.disturbance?.(work) ?? work;
  }

  return {
    between,
    oldestUs() {
      const first = pod.diary.chapters()[0]?.run.askedAtMs ?? options.wallMs();
      return Math.max(first, options.wallMs() - keptMs) * 1000;
    },
    settlesUs: 0,
    attach: async () => () => {},
  };
}

function touches({ run, endedAtMs }: Chapter, afterUs: number, untilUs: number): boolean {
  const lastMs = (endedAtMs ?? Number.POSITIVE_INFINITY) + lastWordsMs;
  return run.askedAtMs * 1000 <= untilUs && lastMs * 1000 >= afterUs;
}

/** Of a container that is told to end, and of one that ends by itself. */
function lastLines({ run, endedAtMs, ending }: Chapter): readonly LogLine[] {
  if (endedAtMs === null || endedAtMs < run.containerAtMs) return [];
  const texts =
    ending === null
      ? ['Traceback (most recent call last):', '  File "/start.py", line 41, in main', 'SystemExit: 1']
      : ['received SIGTERM, finishing open requests', 'bye'];
  return texts.map((text, index) => ({
    atUs: inLane(Math.round(endedAtMs * 1000) + index * 200, 'script'),
    source: 'container',
    text,
  }));
}
