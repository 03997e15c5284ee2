/** One event of a job is one line of JSON, on the wire and in files. Lines are checked field by field as they are read. */
import type { Trace } from './guards.ts';
import type { JobEvent } from './job-events.ts';
import { jobEventGuards, jobLineGuards } from './job-guards.ts';
import { type JobLine, maxJobLineBytes } from './job-wire.ts';
import { isObject, parsedJson } from './plain-json.ts';

export type DecodedLine<Line> =
  | {
      readonly ok: true;
      readonly line: Line;
      /** Lists that were cut, and optional fields that did not fit, by path. */
      readonly dropped: readonly string[];
    }
  | {
      readonly ok: false;
      /** `unknown-kind` is of a newer agent, to be skipped; `garbled` is to be counted as lost. */
      readonly reason: 'unknown-kind' | 'garbled';
      /** Why, in our own words: nothing of the line is repeated. */
      readonly message: string;
      /** Its number among the job's events, where it bears one: what cannot be read need not be asked for again. */
      readonly sequence: number | null;
    };

/**
 * The line, with its newline. Figures are given to nine digits, which keeps a p value and loses the noise of a division.
 * A line never has more than `maxJobLineBytes`: what is longer becomes an `output` event that says so, under its number.
 */
export function encodeJobEvent(event: JobEvent): string {
  const line = encodeJobLine(event);
  if (new TextEncoder().encode(line).length <= maxJobLineBytes) return line;
  const { sequence, atMs, kind } = event;
  const text = `An event of kind "${kind}" was longer than ${maxJobLineBytes} bytes and is left out.`;
  return encodeJobLine({ kind: 'output', level: 'warn', text, sequence, atMs });
}

export function encodeJobLine(line: JobLine): string {
  return `${JSON.stringify(line, rounded)}\n`;
}

/** Reads one line of a job's events, with or without its newline; never throws. */
export function decodeJobEvent(line: string): DecodedLine<JobEvent> {
  return decode<JobEvent>(line, jobEventGuards);
}

/** The same for the wire, where hellos and beats come as well. */
export function decodeJobLine(line: string): DecodedLine<JobLine> {
  return decode<JobLine>(line, jobLineGuards);
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value;
}

type Reading<Line> = (value: unknown, trace: Trace) => Line | undefined;

function decode<Line>(line: string, guards: Readonly<Record<string, Reading<Line>>>): DecodedLine<Line> {
  // No character takes less than a byte, so what is longer than this had no right to get here.
  if (line.length > maxJobLineBytes) return garbled(`The line is longer than ${maxJobLineBytes} bytes.`);
  const value = parsedJson(line);
  if (!isObject(value)) return garbled('The line is not a JSON object.');
  const sequence = sequenceOf(value);
  const kind = Object.hasOwn(value, 'kind') ? value.kind : undefined;
  if (typeof kind !== 'string') return garbled('The object has no kind.', sequence);
  const guard = Object.hasOwn(guards, kind) ? guards[kind] : undefined;
  if (guard === undefined) {
    const message = 'The kind of the line is not known here.';
    return { ok: false, reason: 'unknown-kind', message, sequence };
  }
  const trace = { path: [kind], dropped: [], misfits: [] };
  const checked = guard(value, trace);
  if (checked !== undefined) return { ok: true, line: checked, dropped: trace.dropped };
  return garbled(`${trace.misfits.at(-1) ?? kind} is missing or out of range.`, sequence);
}

function garbled(
  message: string,
  sequence: number | null = null,
): Extract<DecodedLine<never>, { ok: false }> {
  return { ok: false, reason: 'garbled', message, sequence };
}

function sequenceOf(value: Record<string, unknown>): number | null {
  const sequence = Object.hasOwn(value, 'sequence') ? value.sequence : undefined;
  return typeof sequence === 'number' && Number.isSafeInteger(sequence) && sequence > 0 ? sequence : null;
}
