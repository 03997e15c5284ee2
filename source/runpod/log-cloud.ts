/** A pod's logs as RunPod keeps them: of its container, and of what RunPod did to make it (pulls, starts, failures). */
import type { CloudFailure } from './cloud.ts';

export type LogsRequest = {
  readonly podId: string;
  /** null: both. */
  readonly source: 'container' | 'system' | null;
  /** How many lines of before: 0 to 5000. */
  readonly tail: number;
  /** In place of `tail`; null: none. */
  readonly sinceMs: number | null;
  /** Go on after the line of this id; before all else. */
  readonly lastEventId: string | null;
  /** False: end when what was there has been told. */
  readonly follow: boolean;
  /** RunPod has answered each time that it is connected to: a log that says nothing is live all the same. */
  readonly onOpen?: () => void;
};

export type CloudLogEvent =
  | {
      readonly kind: 'line';
      /** To go on after it. null: RunPod gave none. */
      readonly id: string | null;
      readonly atMs: number | null;
      readonly source: 'container' | 'system';
      /** Made safe, but for SGR colours, which stay. At most 16 KiB. */
      readonly text: string;
    }
  /** The connection was lost and is made anew after the last line. */
  | { readonly kind: 'reconnecting'; readonly reason: string; readonly waitMs: number }
  /** The end: it is not tried again. */
  | { readonly kind: 'failed'; readonly failure: CloudFailure };

export type LogCloud = {
  /** Ends when `signal` is aborted, or by `failed`. `unsupported` by GraphQL. Never throws. */
  podLogs(request: LogsRequest, signal: AbortSignal): AsyncGenerator<CloudLogEvent>;
};
