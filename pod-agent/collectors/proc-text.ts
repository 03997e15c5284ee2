/** Reading the texts of /proc and /sys. What cannot be read is null, and stays so through every sum. */
import type { Answers, Cadence, FileSource } from '../host/host.ts';

/** A file source whose id is its path, so that nobody has to make up names. */
export function file(path: string, cadence: Cadence): FileSource {
  return { kind: 'file', id: path, cadence, path };
}

/** The text of an answer, or null where the source was absent, refused, or not asked. */
export function textOf(answers: Answers, source: { readonly id: string }): string | null {
  const answer = answers[source.id];
  return answer?.ok ? answer.text : null;
}

/** A figure that stands alone, such as `536870912`. Words such as `max` are null. */
export function figure(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null;
}

/** Lines of `name value`, `name: value` or `name value kB`, as in memory.stat, cpu.stat and /proc/meminfo. */
export function figuresByName(text: string | null): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const match of (text ?? '').matchAll(/^([^\s:]+):?[ \t]+(\d+)(?:[ \t]+kB)?[ \t]*$/gm)) {
    const [line, name = '', digits] = match;
    figures.set(name, Number(digits) * (line.trimEnd().endsWith('kB') ? 1024 : 1));
  }
  return figures;
}

/** How much a counter rose; null where a reading is missing, or the counter began anew. */
export function rise(now: number | null | undefined, before: number | null | undefined): number | null {
  if (now == null || before == null || now < before) return null;
  return now - before;
}

export function perSecond(amount: number | null, elapsedMs: number | null): number | null {
  if (amount === null || elapsedMs === null || elapsedMs <= 0) return null;
  return (amount / elapsedMs) * 1000;
}

/** A share as a percentage from 0 to 100. Clocks of two counters never agree quite, so an overshoot is cut. */
export function percentOf(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || whole <= 0) return null;
  return Math.min(100, Math.max(0, (part / whole) * 100));
}

/** The sum of what is known; null where nothing is. */
export function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
