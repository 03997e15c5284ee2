/** The log of a pod that is a container: the engine's own, followed while somebody listens, and what RunPod would say of it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerPod } from '../pod/cloud-pod.ts';
import { inLane, type LogLine, microsecondsIn } from './log-line.ts';
import { mostLines, type PodLog } from './pod-log.ts';
import { systemLines } from './system-lines.ts';

/** How long the engine may take to begin with the lines of before. */
const firstLinesMs = 400;
const againAfterMs = 500;
const lateUs = 400_000;
const longestLine = 65_536;

export function createContainerLog(pod: ContainerPod): PodLog {
  let lines: LogLine[] = [];
  let seenUs: number | null = null;
  let listeners = 0;
  let letGo: (() => void) | null = null;

  function keep(line: string): void {
    const at = line.indexOf(' ');
    const us = microsecondsIn(line.slice(0, at));
    // The engine tells the last line again to whoever asks for what came since.
    if (us === null || (seenUs !== null && us < seenUs)) return;
    seenUs = us;
    // Lines of one microsecond are told apart by the next ones.
    const atUs = Math.max(inLane(us, 'script'), (lines.at(-1)?.atUs ?? 0) + 4);
    lines.push({ atUs, source: 'container', text: line.slice(at + 1, longestLine) });
    if (lines.length > mostLines * 1.5) lines = lines.slice(-mostLines);
  }

  /** A pod gets a new container now and then. */
  function follow(): () => void {
    let isOver = false;
    let stop: (() => void) | null = null;
    let timer: NodeJS.Timeout | undefined;
    const begin = (): void => {
      if (isOver) return;
      stop = pod.container.follow({ sinceUs: seenUs === null ? null : seenUs + 1, onLine: keep }, () => {
        timer = setTimeout(begin, againAfterMs);
      });
    };
    begin();
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop?.();
      lines = [];
      seenUs = null;
    };
  }

  return {
    between(afterUs, untilUs) {
      const isMeant = ({ atUs }: LogLine) => atUs > afterUs && atUs <= untilUs;
      const told = pod.diary
        .chapters()
        .flatMap((chapter) => systemLines(chapter, { seed: pod.plan.seed, paced: false }));
      const written = lines.slice(firstAfter(lines, afterUs)).filter(isMeant);
      return [...told.filter(isMeant), ...written].sort((left, right) => left.atUs - right.atUs);
    },
    oldestUs: () => Math.min(lines[0]?.atUs ?? Number.POSITIVE_INFINITY, pod.createdAtMs * 1000),
    settlesUs: lateUs,
    async attach() {
      listeners += 1;
      if (letGo === null) {
        letGo = follow();
        await wait(firstLinesMs);
      }
      return () => {
        listeners -= 1;
        if (listeners > 0) return;
        letGo?.();
        letGo = null;
      };
    },
  };
}

/** By halves: looking back asks for one second after the other. */
function firstAfter(lines: readonly LogLine[], afterUs: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.atUs ?? 0) > afterUs) high = middle;
    else low = middle + 1;
  }
  return low;
}
