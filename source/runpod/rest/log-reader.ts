/** What comes over one connection to a pod's logs, until it is lost or all has been told. */
import type { CleanText } from '../clean-text.ts';
import type { LogsRequest } from '../log-cloud.ts';
import type { LogConnection } from './log-connection.ts';
import type { LogCourse } from './log-course.ts';
import { type LogLine, logLine } from './log-line.ts';
import type { ServerSentEvent } from './server-sent-events.ts';

export type LogTiming = {
  /** A connection on which not even a comment came for so long is made anew. */
  readonly silenceMs: number;
  /** What was there has been told when no line comes for so long: RunPod never ends the stream by itself. */
  readonly quietMs: number;
  /** The same before the first line, which RunPod has to look for. */
  readonly firstLineMs: number;
};

export type LogReading = {
  readonly connection: LogConnection;
  readonly request: LogsRequest;
  readonly timing: LogTiming;
  readonly course: LogCourse;
  readonly clean: CleanText;
  readonly nowMs: () => number;
  /** Something came that is no line, and was left out. */
  readonly note: () => void;
};

export type LogPart =
  /** `isLast`: nothing more is wanted. */
  | { readonly kind: 'lines'; readonly lines: readonly LogLine[]; readonly isLast: boolean }
  | { readonly kind: 'lost'; readonly reason: string; readonly hasGoneOn: boolean };

/** Gives one part after the other, and reads no further than it is asked. */
export type LogReader = { next(): Promise<LogPart> };

/** A connection that stood for so long was no failed try. */
const steadyMs = 10_000;
const nothingMore: LogPart = { kind: 'lines', lines: [], isLast: true };

export function createLogReader(reading: LogReading): LogReader {
  const { connection, request, timing, course, nowMs } = reading;
  const startedAtMs = nowMs();
  const toldBefore = course.toldCount();
  let linesAwaitedAtMs: number | null = null;

  function lost(reason: string): LogPart {
    const hasGoneOn = course.toldCount() > toldBefore || nowMs() - startedAtMs > steadyMs;
    return { kind: 'lost', reason, hasGoneOn };
  }

  /** Counted while it is waited here, and not from when the last line came: whoever reads may take its time. */
  function patienceMs(awaitedAtMs: number): number {
    if (request.follow) return timing.silenceMs;
    const quietMs = course.toldCount() > toldBefore ? timing.quietMs : timing.firstLineMs;
    return Math.max(0, quietMs - (nowMs() - awaitedAtMs));
  }

  return {
    async next() {
      linesAwaitedAtMs ??= nowMs();
      const piece = await connection.read(patienceMs(linesAwaitedAtMs));
      if (piece.kind === 'ended') {
        return piece.isClean && !request.follow ? nothingMore : lost('RunPod closed the connection');
      }
      if (piece.kind === 'silent') {
        return request.follow
          ? lost(`nothing came for ${Math.round(timing.silenceMs / 1000)} s`)
          : nothingMore;
      }
      const part = tell(piece.events, reading);
      if (part.lines.length > 0) linesAwaitedAtMs = null;
      return part;
    },
  };
}

function tell(
  events: readonly ServerSentEvent[],
  { course, clean, note }: LogReading,
): Extract<LogPart, { kind: 'lines' }> {
  const lines: LogLine[] = [];
  for (const event of events) {
    const line = logLine(event, clean);
    if (line === null) note();
    else if (course.isNewer(line)) return { kind: 'lines', lines, isLast: true };
    else if (course.tell(line)) lines.push(line);
    if (course.isComplete()) return { kind: 'lines', lines, isLast: true };
  }
  return { kind: 'lines', lines, isLast: false };
}
