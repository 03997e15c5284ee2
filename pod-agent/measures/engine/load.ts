/** What the load generator takes and gives. Times in milliseconds with their fraction. */

export type LoadTarget = {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly hostHeader: string;
  /** Beside Host and User-Agent, e.g. Accept-Encoding. */
  readonly headers?: Readonly<Record<string, string>>;
};

export type LoadOptions = {
  readonly connections: number;
  /** Counted from the end of the warm-up, which is discarded. */
  readonly durationMs: number;
  readonly warmUpMs: number;
  /** null: closed loop, each connection asks again as soon as it is answered. Else open loop: this many a second, whatever
   * the answers do, each latency taken from the moment the request was meant to go out. */
  readonly requestsPerSecond: number | null;
  readonly sliceMs?: number;
  readonly signal: AbortSignal;
  onSlice?(slice: LoadSlice): void;
};

export type LoadSlice = {
  readonly elapsedMs: number;
  readonly requestsPerSecond: number;
  /** null where no answer came in the slice. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly errorCount: number;
};

export type Latency = {
  readonly count: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  /** null under 1,000 samples. */
  readonly p99Ms: number | null;
  /** null under 10,000 samples. */
  readonly p999Ms: number | null;
  readonly maxMs: number;
};

export type LoadResult = {
  readonly requestCount: number;
  readonly requestsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly durationMs: number;
  readonly latency: Latency | null;
  /** By HTTP status, e.g. "200". */
  readonly statuses: Readonly<Record<string, number>>;
  /** By reason, e.g. "connection reset", "no answer within 5 s". */
  readonly errors: Readonly<Record<string, number>>;
  readonly slices: readonly LoadSlice[];
  readonly generator: {
    readonly cpuPercent: number;
    readonly loopDelayP99Ms: number;
    readonly isLimiting: boolean;
    /** Open loop: requests that could not go out in time because all connections were waiting. */
    readonly lateCount: number;
  };
};

/** One answer, read to its end. */
export type SingleAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      /** Names in lower case; of repeated headers the values joined by ", ". */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
      readonly connectMs: number;
      readonly firstByteMs: number;
      readonly totalMs: number;
    }
  | { readonly ok: false; readonly reason: string };
