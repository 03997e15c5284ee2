/** Figures in summaries, for people. */
import type { Threshold } from './thresholds.ts';

const unitSigns = { percent: '%', milliseconds: 'ms', celsius: '°C' } as const;

/** E.g. "93.4 %" or "1200 ms": one decimal below 100, none above. */
export function figure(value: number, unit: keyof typeof unitSigns): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${unitSigns[unit]}`;
}

/** "warns at 85 °C", or where it must stay there first, "warns at 85 °C for 60 s". */
export function warnsAt(threshold: Threshold, unit: keyof typeof unitSigns): string {
  const wait = threshold.forMs === 0 ? '' : ` for ${duration(threshold.forMs)}`;
  return `warns at ${figure(threshold.warn.raise, unit)}${wait}`;
}

/** Binary units, as the kernel and Docker count: "3.1 GiB". */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let scaled = value;
  let index = 0;
  while (scaled >= 1024 && index < units.length - 1) {
    scaled /= 1024;
    index++;
  }
  return `${scaled.toFixed(index === 0 || scaled >= 100 ? 0 : 1)} ${units[index]}`;
}

/** "45 s", "5 min". */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
