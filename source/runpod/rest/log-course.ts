/** How far the telling of a pod's logs has come, and where it goes on after a lost connection. */
import type { LogsRequest } from '../log-cloud.ts';
import type { LogPosition } from './log-connection.ts';
import { isSendableId, type LogLine } from './log-line.ts';
import { createToldLines } from './told-lines.ts';

/** How far the telling of a pod's logs has come, over all its connections. */
export type LogCourse = {
  /** Where the next connection begins. */
  position(): LogPosition;
  opened(atMs: number): void;
  /** false for a line that has been told already. */
  tell(line: LogLine): boolean;
  toldCount(): number;
  /** Without following: every line that was asked for has been told. */
  isComplete(): boolean;
  /** Without following: it came after the request, so all that was there has been told. */
  isNewer(line: LogLine): boolean;
};

/** As many lines as RunPod tells of before, at the most. */
const mostTail = 5000;
/** The server's clock is told in whole seconds. */
const clockStepMs = 1000;

export function createLogCourse(request: LogsRequest): LogCourse {
  const { podId, source, sinceMs, follow } = request;
  const tail = Math.round(Math.min(mostTail, Math.max(0, request.tail)));
  const givenId =
    request.lastEventId !== null && isSendableId(request.lastEventId) ? request.lastEventId : null;
  const told = createToldLines(mostTail);
  let openedAtMs: number | null = null;
  let lastId = givenId;
  let lastAtMs: number | null = null;
  let toldCount = 0;

  return {
    position() {
      const start = { podId, source, tail, lastEventId: lastId };
      if (toldCount > 0) return { ...start, sinceMs: lastAtMs };
      // What came while no connection stood would be lost: asked for nothing of before, RunPod tells nothing of then.
      return { ...start, sinceMs: sinceMs ?? (tail === 0 ? openedAtMs : null) };
    },
    opened(atMs) {
      if (openedAtMs !== null) told.reconnected();
      openedAtMs ??= atMs;
    },
    tell(line) {
      const isGivenAgain = toldCount === 0 && line.id !== null && line.id === givenId;
      if (isGivenAgain || told.isAgain(line)) return false;
      told.add(line);
      toldCount++;
      // An id that is missing once must not send the next connection back to an older one.
      lastId = line.id;
      lastAtMs = line.atMs ?? lastAtMs;
      return true;
    },
    toldCount: () => toldCount,
    isComplete: () => !follow && sinceMs === null && givenId === null && toldCount >= tail,
    isNewer: ({ atMs }) => !follow && atMs !== null && openedAtMs !== null && atMs > openedAtMs + clockStepMs,
  };
}
