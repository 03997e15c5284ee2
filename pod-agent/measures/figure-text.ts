/** A figure as people read it: three digits, and a unit of the right size. Pure. */
import { roundedFigure } from './ratings.ts';

const kibi = 1024;
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** "12.3 ms", "4.56 MiB/s", "87 %"; "unknown" for null, which is never 0. */
export function figureText(value: number | null, unit: string): string {
  if (value === null) return 'unknown';
  if (unit === 'bytes') return bytesText(value);
  if (unit === 'B/s') return `${bytesText(value)}/s`;
  return unit === '' ? roundedFigure(value) : `${roundedFigure(value)} ${unit}`;
}

/** With its sign: "+12.3 %". */
export function changeText(percent: number): string {
  return `${percent > 0 ? '+' : ''}${roundedFigure(percent)} %`;
}

function bytesText(bytes: number): string {
  let step = 0;
  let size = bytes;
  while (Math.abs(size) >= kibi && step < byteUnits.length - 1) {
    size /= kibi;
    step += 1;
  }
  return `${roundedFigure(size)} ${byteUnits[step] ?? 'B'}`;
}
