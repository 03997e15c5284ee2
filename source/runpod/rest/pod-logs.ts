/** A pod's logs, told line by line over as many connections as it takes. */
import { backoffDelayMs } from '../../base/retry.ts';
import { createCleanText } from '../clean-text.ts';
import type { CloudFailure } from '../cloud.ts';
import type { CloudLogEvent, LogsRequest } from '../log-cloud.ts';
import { type LogConnection, type Opened, openLogs } from './log-connection.ts';
import { createLogCourse } from './log-course.ts';
import { createLogReader, type LogReading, type LogTiming } from './log-reader.ts';
import type { WireOptions } from './wire.ts';

const usualTiming: LogTiming = { silenceMs: 60_000, quietMs: 700, firstLineMs: 3000 };

/**
 * A pod's logs by server-sent events. A lost connection is made anew after the last line that was told, and no line is
 * told twice. Without `follow` it ends when all lines asked for by `tail` have come, when one comes that is newer than
 * the request, or when none comes for a while. Nothing is read ahead of who reads this.
 */
export async function* podLogs(
  options: WireOptions,
  request: LogsRequest,
  signal: AbortSignal,
  timing: LogTiming = usualTiming,
): AsyncGenerator<CloudLogEvent> {
  const course = createLogCourse(request);
  const reading = {
    request,
    timing,
    course,
    nowMs: options.nowMs,
    clean: createCleanText([options.apiKey]),
    note: noteOnce(options, request),
  };
  for (let attempt = 0; !signal.aborted && !course.isComplete(); attempt++) {
    const opened = await openLogs(options, course.position(), signal);
    const lost = opened.ok ? yield* tellConnection(opened.connection, reading, signal) : refusal(opened);
    if (lost === null || signal.aborted) return;
    if (lost.hasGoneOn) attempt = 0;
    if (lost.isFinal || (!request.follow && attempt + 1 >= mostTriesWithoutFollow)) {
      yield { kind: 'failed', failure: lost.failure ?? lostTooOften(request, lost.reason) };
      return;
    }
    const backoff = { firstDelayMs: 500, maxDelayMs: longestWaitMs, random: options.random };
    const waitMs = Math.max(lost.askedMs, backoffDelayMs(attempt, backoff));
    yield { kind: 'reconnecting', reason: lost.reason, waitMs };
    await options.sleep(waitMs, signal);
  }
}

/** RunPod would send thousands of them; what does not fit once will not fit the next time either. */
function noteOnce({ onNote }: WireOptions, { podId }: LogsRequest): () => void {
  let isTold = false;
  return () => {
    if (isTold) return;
    isTold = true;
    const message = `RunPod was asked to read the logs of pod ${podId}: events that are no lines were left out.`;
    const hint = 'RunPod may have changed its API: look for a newer pod-engine.';
    onNote({ ok: false, code: 'unexpected', message, hint, retryAfterMs: null });
  };
}

const longestWaitMs = 30_000;
const mostTriesWithoutFollow = 3;

type Lost = {
  readonly reason: string;
  readonly failure: CloudFailure | null;
  readonly isFinal: boolean;
  /** Something was told since the last loss, or the connection stood a while: waits begin anew. */
  readonly hasGoneOn: boolean;
  readonly askedMs: number;
};

/** null when all has been told, or nobody wants more. */
async function* tellConnection(
  connection: LogConnection,
  reading: Omit<LogReading, 'connection'>,
  signal: AbortSignal,
): AsyncGenerator<CloudLogEvent, Lost | null> {
  try {
    reading.course.opened(connection.openedAtMs);
    reading.request.onOpen?.();
    const reader = createLogReader({ ...reading, connection });
    while (!signal.aborted) {
      const part = await reader.next();
      if (part.kind === 'lost') return { ...part, failure: null, isFinal: false, askedMs: 0 };
      for (const line of part.lines) {
        if (signal.aborted) return null;
        yield line;
      }
      if (part.isLast) return null;
    }
    return null;
  } finally {
    connection.close();
  }
}

function refusal({ failure, mayPass }: Extract<Opened, { ok: false }>): Lost {
  const askedMs = Math.min(failure.retryAfterMs ?? 0, longestWaitMs);
  return { reason: failure.message, failure, isFinal: !mayPass, hasGoneOn: false, askedMs };
}

function lostTooOften({ podId }: LogsRequest, reason: string): CloudFailure {
  return {
    ok: false,
    code: 'network',
    message: `Cannot read the logs of pod ${podId}: ${reason}, ${mostTriesWithoutFollow} times in a row.`,
    hint: 'Try again, or follow the logs: then it is tried until it goes on.',
    retryAfterMs: null,
  };
}
