/** A pod's log as Server-Sent Events: what was there, then what comes, and a comment now and then so that nobody thinks it dead. */
import type { ServerResponse } from 'node:http';
import { type LogLine, type LogSource, timestampOf } from '../../logs/log-line.ts';
import { lookBack, mostLines, type PodLog } from '../../logs/pod-log.ts';

export type LogQuery = {
  readonly source: LogSource | null;
  /** null: the last `tail` lines. */
  readonly afterUs: number | null;
  readonly tail: number;
};

export type LogStreamOptions = {
  readonly log: PodLog;
  readonly query: LogQuery;
  nowUs(): number;
  /** The pod is gone: the stream ends. */
  isOver(): boolean;
  /** Returns what ends the telling. */
  onCut(listener: () => void): () => void;
};

const lookEveryMs = 150;
const aliveEveryMs = 15_000;

export function openLogStream(response: ServerResponse, options: LogStreamOptions): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  const uncut = options.onCut(() => response.destroy());
  closed.signal.addEventListener('abort', uncut, { once: true });
  void follow(response, options, closed.signal).catch(() => response.destroy());
}

async function follow(
  response: ServerResponse,
  options: LogStreamOptions,
  closed: AbortSignal,
): Promise<void> {
  const { log, query } = options;
  const detach = await log.attach();
  if (closed.aborted) return detach();
  const settled = () => options.nowUs() - log.settlesUs;
  let toldUs = settled();
  tell(response, lookBack(log, { ...query, nowUs: toldUs }));
  const alive = setInterval(() => response.write(': keep-alive\n\n'), aliveEveryMs);
  const looking = setInterval(() => {
    // Whoever reads slowly is told later, and what is too old by then not at all.
    if (response.writableNeedDrain) return;
    const nowUs = settled();
    const lines = log.between(toldUs, nowUs).filter(({ source }) => isMeant(source, query));
    tell(response, lines.slice(-mostLines));
    toldUs = nowUs;
    if (options.isOver()) response.end();
  }, lookEveryMs);
  closed.addEventListener(
    'abort',
    () => {
      clearInterval(alive);
      clearInterval(looking);
      detach();
    },
    { once: true },
  );
}

function isMeant(source: LogSource, query: LogQuery): boolean {
  return query.source === null || query.source === source;
}

function tell(response: ServerResponse, lines: readonly LogLine[]): void {
  if (lines.length === 0) return;
  response.write(lines.map(eventOf).join(''));
}

function eventOf({ atUs, source, text }: LogLine): string {
  const ts = timestampOf(atUs);
  return `id: ${ts}\ndata: ${JSON.stringify({ ts, source, line: text })}\n\n`;
}
