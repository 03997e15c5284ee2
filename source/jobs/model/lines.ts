/** A run's events as lines of text: one reading for the pane, the command line and the saved file. */
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import type { JobLine } from './line.ts';
import { createRunReader, type PointSeries, type RunReader } from './run-reader.ts';

type Reading = {
  readonly reader: RunReader;
  count: number;
  last: JobEvent | undefined;
  lines: readonly JobLine[] | null;
};

/** By the first event, which stays while a run grows: so a longer list goes on from where the shorter one was left. */
const readings = new WeakMap<JobEvent, Reading>();

/** In order. What a whole result says again (findings, tunings, tests) stands once, in the result's own order. */
export function linesOfEvents(events: readonly JobEvent[]): readonly JobLine[] {
  const reading = readingOf(events);
  if (reading === null) return [];
  reading.lines ??= reading.reader.lines();
  return reading.lines;
}

/** The live charts of a run: one for each series of points. */
export function seriesOfEvents(events: readonly JobEvent[]): readonly PointSeries[] {
  return readingOf(events)?.reader.series() ?? [];
}

/** Of a deploy: how far its steps are, 0 to 1. null for a run without such steps. */
export function stepsFraction(events: readonly JobEvent[]): number | null {
  return readingOf(events)?.reader.stepsFraction() ?? null;
}

/** One line as plain text, as it stands in a file and on the command line. */
export function textOfLine({ indent, text }: JobLine): string {
  return `${' '.repeat(indent)}${text}`;
}

function readingOf(events: readonly JobEvent[]): Reading | null {
  const [first] = events;
  if (first === undefined) return null;
  const known = readings.get(first);
  const goesOn =
    known !== undefined && known.count <= events.length && events[known.count - 1] === known.last;
  const reading: Reading = goesOn
    ? known
    : { reader: createRunReader(), count: 0, last: undefined, lines: null };
  if (reading.count < events.length) {
    for (let index = reading.count; index < events.length; index++) {
      const event = events[index];
      if (event !== undefined) reading.reader.take(event);
    }
    reading.count = events.length;
    reading.last = events[events.length - 1];
    reading.lines = null;
  }
  if (!goesOn) readings.set(first, reading);
  return reading;
}
