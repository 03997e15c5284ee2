/** Figures of RunPod's in the list: words where a live figure has its bar, and a mark before each number. */
import { type PodRow, shortDuration, telemetryAgeMs } from '../../../fleet/questions.ts';

/** "~93%", and "~100": of RunPod's, not of the pod's. What is unknown needs no mark. */
export function markedFigure({ told }: PodRow, text: string): string {
  const figure = text.trimStart();
  if (told === null || figure === '—') return text;
  return figure === '100%' ? '~100' : `~${figure}`;
}

/** What stands in the place of a bar of this width; null where the figures are the pod's own. */
export function toldWords(row: PodRow, about: 'source' | 'age', width: number, nowMs: number): string | null {
  if (row.told === null) return null;
  return about === 'source' ? (width < 9 ? 'RunPod' : 'by RunPod') : ageWords(row, width, nowMs);
}

function ageWords({ told }: PodRow, width: number, nowMs: number): string {
  const ageMs = told === null ? null : telemetryAgeMs(told, nowMs);
  if (ageMs === null) return width < 7 ? 'time ?' : 'no time';
  return width < 8 ? shortDuration(ageMs) : `${shortDuration(ageMs)} ago`;
}
