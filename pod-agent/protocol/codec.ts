/** One frame is one line of JSON. Lines that come in are checked field by field; nothing unknown passes. */
import { frameGuards } from './frame-guards.ts';
import { type Frame, maxLineBytes } from './frames.ts';
import { isObject, parsedJson } from './plain-json.ts';

export type Decoded =
  | {
      readonly ok: true;
      readonly frame: Frame;
      /** Readings and other optional fields that did not fit and were left out, and lists that were cut, by path. */
      readonly dropped: readonly string[];
    }
  | {
      readonly ok: false;
      /** `unknown-kind` is a frame of a newer agent, to be skipped; `garbled` is a line to be counted as lost. */
      readonly reason: 'unknown-kind' | 'garbled';
      /** Why, in our own words: nothing of the line is repeated. */
      readonly message: string;
    };

/**
 * The line, with its newline. JSON escapes newlines within strings, so there is never a second one. Figures are given to
 * three decimals: what follows is noise of a division, and would be much of a sample's length.
 */
export function encodeFrame(frame: Frame): string {
  return `${JSON.stringify(frame, rounded)}\n`;
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 1000) / 1000 : value;
}

/** Reads one line, with or without its newline. Fields that are not known are ignored; never throws. */
export function decodeFrame(line: string): Decoded {
  // No character takes less than a byte, so what is longer than this had no right to get here.
  if (line.length > maxLineBytes) return garbled(`The line is longer than ${maxLineBytes} bytes.`);
  const value = parsedJson(line);
  if (!isObject(value)) return garbled('The line is not a JSON object.');
  const kind = Object.hasOwn(value, 'kind') ? value.kind : undefined;
  if (typeof kind !== 'string') return garbled('The object has no kind.');
  if (!isKind(kind)) {
    return { ok: false, reason: 'unknown-kind', message: 'The kind of the frame is not known here.' };
  }
  const trace = { path: [kind], dropped: [], misfits: [] };
  const frame = frameGuards[kind](value, trace);
  if (frame !== undefined) return { ok: true, frame, dropped: trace.dropped };
  return garbled(`${trace.misfits.at(-1) ?? kind} is missing or out of range.`);
}

function isKind(kind: string): kind is Frame['kind'] {
  return Object.hasOwn(frameGuards, kind);
}

function garbled(message: string): Decoded {
  return { ok: false, reason: 'garbled', message };
}
