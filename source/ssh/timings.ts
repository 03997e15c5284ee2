/** Every wait of an SSH link, in one table, so that tests can shorten them and nothing waits for ever. */
export type LinkTimings = {
  readonly connectTimeoutMs: number;
  /** From the TCP connection to the end of authentication. */
  readonly handshakeTimeoutMs: number;
  /** ssh2 may never call back on a half-open connection. */
  readonly channelTimeoutMs: number;
  /** From the start of the agent or probe to its hello. */
  readonly helloTimeoutMs: number;
  readonly bootstrapTimeoutMs: number;
  readonly uploadTimeoutMs: number;
  /** Only a backstop: data that arrives does not reset ssh2's count, so low values fail on busy links. */
  readonly keepaliveIntervalMs: number;
  readonly keepaliveCountMax: number;
  /** Silence of this many intervals and the grace makes a link stale; four times that, and it is made anew. */
  readonly staleIntervals: number;
  readonly staleGraceMs: number;
  readonly reconnectFactor: number;
  readonly tickMs: number;
  /** A tick that comes this late means that the console itself stood still, and no pod is to blame. */
  readonly ownStallMs: number;
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** A link that lived this long has earned a fresh count of attempts. */
  readonly stableMs: number;
  /** An agent that lived this long has earned a fresh count of deaths. */
  readonly agentProvenMs: number;
  /** How often the probe's readings are judged for health. */
  readonly healthPeriodMs: number;
};

export const defaultTimings: LinkTimings = {
  connectTimeoutMs: 10_000,
  handshakeTimeoutMs: 20_000,
  channelTimeoutMs: 10_000,
  helloTimeoutMs: 15_000,
  bootstrapTimeoutMs: 20_000,
  uploadTimeoutMs: 60_000,
  keepaliveIntervalMs: 15_000,
  keepaliveCountMax: 2,
  staleIntervals: 3,
  staleGraceMs: 500,
  reconnectFactor: 4,
  tickMs: 500,
  ownStallMs: 2000,
  backoffFirstMs: 500,
  backoffMaxMs: 15_000,
  stableMs: 10_000,
  agentProvenMs: 600_000,
  healthPeriodMs: 30_000,
};
