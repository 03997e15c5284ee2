/** One connection to a pod's logs: opened within a deadline, read piece by piece as its reader asks. */
import { isHeaderSafe, unsendableKey } from '../api-key.ts';
import { createCleanText } from '../clean-text.ts';
import type { CloudFailure } from '../cloud.ts';
import { failureMaker } from '../failure-maker.ts';
import { readText } from '../read-text.ts';
import { type Trouble, trouble } from '../trouble.ts';
import { withinDeadline } from '../within-deadline.ts';
import { addressOf, headersOf, restAnswer } from './exchange.ts';
import { judgeExchange } from './judge-exchange.ts';
import { pathOf } from './operation.ts';
import { retired } from './problem.ts';
import { createEventSplitter, type ServerSentEvent } from './server-sent-events.ts';
import type { WireOptions } from './wire.ts';

export type LogPosition = {
  readonly podId: string;
  readonly source: 'container' | 'system' | null;
  readonly tail: number;
  readonly sinceMs: number | null;
  readonly lastEventId: string | null;
};

export type Piece =
  | { readonly kind: 'events'; readonly events: readonly ServerSentEvent[] }
  /** Nothing came within the time. */
  | { readonly kind: 'silent' }
  /** `isClean`: RunPod ended it. Else it broke, or was aborted. */
  | { readonly kind: 'ended'; readonly isClean: boolean };

export type LogConnection = {
  /** By the server's clock where it tells it, else by ours. */
  readonly openedAtMs: number;
  /** The next piece. A read that was silent goes on with the next call, and loses nothing. */
  read(withinMs: number): Promise<Piece>;
  close(): void;
};

export type Opened =
  | { readonly ok: true; readonly connection: LogConnection }
  /** `mayPass`: it is worth another try. */
  | { readonly ok: false; readonly failure: CloudFailure; readonly mayPass: boolean };

/** Never throws. */
export async function openLogs(options: WireOptions, at: LogPosition, signal: AbortSignal): Promise<Opened> {
  const { record, timeoutMs } = options;
  const clean = createCleanText([options.apiKey]);
  const fail = failureMaker({ action: `read the logs of pod ${at.podId}`, kind: 'read', clean });
  const before = record.isGone() ? retired() : isHeaderSafe(options.apiKey) ? null : unsendableKey;
  if (before !== null) return { ok: false, failure: fail(before), mayPass: false };
  const ended = record.began();
  const closer = new AbortController();
  const whole = AbortSignal.any([signal, closer.signal]);
  const opened = await withinDeadline({ timeoutMs, signal }, async (deadline) => {
    // The deadline is for the answer's beginning alone, so it must not stand over the body.
    const onDeadline = () => closer.abort();
    deadline.addEventListener('abort', onDeadline, { once: true });
    try {
      const response = await send(options, at, whole);
      record.allowance(response.headers);
      if (isStream(response)) return { kind: 'stream', response } as const;
      const body = await readText(response);
      return body === undefined
        ? ({ kind: 'too-long', status: response.status } as const)
        : ({ kind: 'answer', http: restAnswer(response, body) } as const);
    } finally {
      deadline.removeEventListener('abort', onDeadline);
    }
  });
  if (opened.kind === 'stream') {
    ended({ ok: true });
    return { ok: true, connection: connectionOf(opened.response, { closer, nowMs: options.nowMs }) };
  }
  closer.abort();
  const context = { host: new URL(options.url).host, timeoutMs, nowMs: options.nowMs(), clean };
  const judged = judgeExchange(opened, context);
  const found = judged.kind === 'trouble' ? judged.trouble : noStream;
  const failure = fail(found);
  ended(failure);
  return { ok: false, failure, mayPass: mayPass(found) };
}

const noStream = trouble(
  'unexpected',
  'RunPod answered without a stream of events',
  'A proxy may have answered instead of RunPod. Check RUNPOD_REST_URL if it is set.',
);

function mayPass({ code, passing }: Trouble): boolean {
  return passing || code === 'timeout' || code === 'server' || code === 'rate-limited';
}

function send(options: WireOptions, at: LogPosition, signal: AbortSignal): Promise<Response> {
  const isNew = at.lastEventId === null;
  const query = {
    source: at.source,
    tail: isNew && at.sinceMs === null ? at.tail : null,
    since: isNew && at.sinceMs !== null ? new Date(at.sinceMs).toISOString() : null,
  };
  return options.fetch(
    addressOf(options.url, { method: 'GET', path: pathOf`/pods/${at.podId}/logs`, query }),
    {
      headers: {
        ...headersOf(options),
        Accept: 'text/event-stream',
        ...(at.lastEventId === null ? {} : { 'Last-Event-ID': at.lastEventId }),
      },
      redirect: 'manual',
      signal,
    },
  );
}

function isStream({ ok, body, headers }: Response): boolean {
  return ok && body !== null && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}

/** Longer is no line of a log that anybody reads. */
const longestEvent = 1024 * 1024;

function connectionOf(
  response: Response,
  { closer, nowMs }: { closer: AbortController; nowMs: () => number },
): LogConnection {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const splitter = createEventSplitter(longestEvent);
  const saidMs = Date.parse(response.headers.get('date') ?? '');
  let reading: Promise<Piece> | null = null;

  async function next(): Promise<Piece> {
    try {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return { kind: 'ended', isClean: true };
      return { kind: 'events', events: splitter.push(decoder.decode(chunk.value, { stream: true })) };
    } catch {
      return { kind: 'ended', isClean: false };
    }
  }

  return {
    openedAtMs: Number.isNaN(saidMs) ? nowMs() : saidMs,
    async read(withinMs) {
      reading ??= next();
      const piece = await within(reading, withinMs);
      if (piece.kind !== 'silent') reading = null;
      return piece;
    },
    close: () => closer.abort(),
  };
}

async function within(reading: Promise<Piece>, withinMs: number): Promise<Piece> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Piece>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'silent' }), withinMs);
  });
  try {
    return await Promise.race([reading, silence]);
  } finally {
    clearTimeout(timer);
  }
}
