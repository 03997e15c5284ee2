/** The events of a job on their way to its file: numbered, whole lines, and never more than there is room for. */
import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { encodeJobEvent } from '../protocol/job-codec.ts';
import type { JobEventBody } from '../protocol/job-events.ts';

export type EventWriter = {
  write(body: JobEventBody): void;
  close(): void;
};

export type EventLimits = {
  /** For what is told on the way: output, progress, points of a chart. Results may take as much again. */
  readonly bytes: number;
  readonly events: number;
};

export const usualEventLimits: EventLimits = { bytes: 4 * 1024 * 1024, events: 19_000 };

/** @throws The system's error where the file cannot be opened. What cannot be written later is left out. */
export function createEventWriter(options: {
  readonly path: string;
  readonly wallMs: () => number;
  readonly limits?: EventLimits;
}): EventWriter {
  const { path, wallMs, limits = usualEventLimits } = options;
  const file = openSync(path, 'a', 0o600);
  let sizeBytes = fstatSync(file).size;
  let sequence = 0;
  let hasTold = false;

  function append(body: JobEventBody): void {
    const line = Buffer.from(encodeJobEvent({ ...body, sequence: sequence + 1, atMs: wallMs() }));
    try {
      for (let at = 0; at < line.length; ) at += writeSync(file, line, at);
      sizeBytes += line.length;
      sequence += 1;
    } catch {
      // A disk that fills up takes half a line: what follows must not be joined to it.
      ftruncateSync(file, sizeBytes);
    }
  }

  function hasRoom(body: JobEventBody): boolean {
    if (body.kind === 'verdict') return true;
    const times = isOnTheWay(body) ? 1 : 2;
    return sizeBytes < limits.bytes * times && sequence < limits.events + (times - 1) * resultEvents;
  }

  return {
    write(body) {
      if (hasRoom(body)) return append(body);
      if (!hasTold) append(tooMuch(limits));
      hasTold = true;
    },
    close: () => closeSync(file),
  };
}

/** Far more than any job has results. */
const resultEvents = 900;

function isOnTheWay({ kind }: JobEventBody): boolean {
  return kind === 'output' || kind === 'progress' || kind === 'point';
}

function tooMuch({ bytes, events }: EventLimits): JobEventBody {
  const text = `More was told than is kept, ${bytes / 1024 / 1024} MiB or ${events} events: what follows is left out.`;
  return { kind: 'output', level: 'warn', text };
}
