/** The lines of a flood: numbered, so that one that is lost or told twice is seen. */
import type { Flood } from './log-faults.ts';
import { inLane, type LogLine } from './log-line.ts';

const secondUs = 1_000_000;

/** Later than `afterUs`, not later than `untilUs`. */
export function floodLines(flood: Flood, afterUs: number, untilUs: number): readonly LogLine[] {
  const { fromUs, linesPerSecond } = flood;
  const endUs = Math.min(untilUs, flood.untilUs);
  const first = Math.max(0, Math.floor(((afterUs - fromUs) * linesPerSecond) / secondUs) - 1);
  const lines: LogLine[] = [];
  for (let index = first; ; index++) {
    const atUs = inLane(fromUs + Math.floor((index * secondUs) / linesPerSecond), 'flood');
    if (atUs > endUs) return lines;
    if (atUs > afterUs) lines.push({ atUs, source: 'container', text: textOf(index) });
  }
}

function textOf(index: number): string {
  return `DEBUG worker ${index % 16} token ${String(index).padStart(9, '0')}: attention mask reused, slot ${(index * 7919) % 4096}`;
}
