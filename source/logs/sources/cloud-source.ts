/** The container's and the system's log, as RunPod keeps them. Making the connection anew is done by the wire. */
import type { CloudFailure } from '../../runpod/cloud.ts';
import type { LogCloud } from '../../runpod/log-cloud.ts';
import type { RawLine } from '../model/line.ts';
import type { SourceState } from '../model/snapshot.ts';
import type { SourceListener, SourceRequest } from './source.ts';

export type CloudSourceOptions = {
  readonly cloud: LogCloud;
  readonly podId: string;
  /** null: both. */
  readonly source: 'container' | 'system' | null;
  readonly request: SourceRequest;
  /** Goes on after this line; see `CloudSource.lastEventId`. */
  readonly lastEventId: string | null;
  readonly listener: SourceListener;
  readonly signal: AbortSignal;
};

/** The most that RunPod gives. */
const maxTail = 5000;

/** Resolves with the id to go on after, when the log has ended, has failed, or the signal says so. Never rejects. */
export async function readCloudLog(options: CloudSourceOptions): Promise<string | null> {
  const { cloud, podId, source, request, listener, signal } = options;
  const sources = source === null ? (['container', 'system'] as const) : [source];
  const tell = (state: Parameters<SourceListener['onState']>[1]): void => {
    for (const each of sources) listener.onState(each, state);
  };
  let { lastEventId } = options;
  let isFailed = false;
  tell({ kind: 'connecting' });
  const events = cloud.podLogs(
    {
      podId,
      source,
      tail: Math.min(maxTail, request.tail),
      sinceMs: request.sinceMs,
      lastEventId,
      follow: request.follow,
      onOpen: () => tell({ kind: 'live' }),
    },
    signal,
  );
  for await (const event of events) {
    if (event.kind === 'line') {
      lastEventId = event.id ?? lastEventId;
      const line: RawLine = { atMs: event.atMs, text: event.text };
      listener.onLines(event.source, [line]);
    } else if (event.kind === 'reconnecting') {
      tell({ kind: 'waiting', reason: event.reason });
    } else {
      isFailed = true;
      tell(failedBy(event.failure));
    }
  }
  if (!isFailed && !signal.aborted) tell({ kind: 'ended' });
  return lastEventId;
}

function failedBy({ code, message, hint }: CloudFailure): SourceState {
  const isUnsupported = code === 'unsupported' || code === 'gone';
  return { kind: 'failed', reason: message, hint, ...(isUnsupported && { isUnsupported }) };
}
