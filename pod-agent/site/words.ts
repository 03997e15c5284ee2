/** Durations, sizes and shares as text. What is not known is said in words, never as a zero. */

export const notKnown = 'not known';

/** Two units at most: "0 s", "47 s", "12 min", "9 h 40 min", "6 d 4 h". Less than nothing is nothing: clocks differ. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (minutes < 1) return `${seconds} s`;
  if (hours < 1) return `${minutes} min`;
  if (days < 1) return joined([hours, 'h'], [minutes % 60, 'min']);
  return joined([days, 'd'], [hours % 24, 'h']);
}

function joined(large: readonly [number, string], small: readonly [number, string]): string {
  return small[0] === 0 ? large.join(' ') : `${large.join(' ')} ${small.join(' ')}`;
}

/** For what is done once: "38 ms", "4.2 s", then as other durations. */
export function shortDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 9950 ? `${(milliseconds / 1000).toFixed(1)} s` : duration(milliseconds);
}

/** "61 of 80 GiB": both in the unit of the whole, powers of 1024. The whole alone says little, so either may be unknown. */
export function partOfBytes(used: number | null, total: number | null): string {
  if (used === null && total === null) return notKnown;
  const unit = unitOf(total ?? used ?? 0);
  const part = used === null ? notKnown : amount(used, unit);
  return total === null
    ? `${part} ${unit.name} of a size that is ${notKnown}`
    : `${part} of ${amount(total, unit)} ${unit.name}`;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

function unitOf(bytes: number): { readonly name: string; readonly bytes: number } {
  let power = 0;
  while (bytes / 1024 ** power >= 999.5 && power < units.length - 1) power++;
  return { name: units[power] ?? 'B', bytes: 1024 ** power };
}

function amount(bytes: number, unit: { readonly bytes: number }): string {
  const value = bytes / unit.bytes;
  const digits = unit.bytes === 1 || value >= 99.95 ? 0 : 1;
  return value.toFixed(digits);
}

/** "38 %". */
export function percent(value: number | null): string {
  return value === null ? notKnown : `${Math.round(value)} %`;
}

/** "67 °C", "412 W". */
export function figure(value: number | null, unit: string): string {
  return value === null ? notKnown : `${Math.round(value)} ${unit}`;
}

/** "1 alert", "3 alerts". */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** "14:02 UTC", or with its day where it is not the pod's today. Logs of the pod have UTC as well. */
export function clock(atMs: number, podNowMs: number): string {
  const iso = new Date(atMs).toISOString();
  const time = `${iso.slice(11, 16)} UTC`;
  return iso.slice(0, 10) === new Date(podNowMs).toISOString().slice(0, 10)
    ? time
    : `${iso.slice(0, 10)} ${time}`;
}
