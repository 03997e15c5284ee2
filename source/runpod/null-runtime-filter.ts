export type RuntimeReading<Runtime> = {
  readonly isRunning: boolean;
  readonly lastStartedAt: string | null;
  readonly runtime: Runtime | null;
  readonly atMs: number;
};

/** What is remembered of a pod between two readings: the last runtime seen, and whether it is being stood in for. */
export type RuntimeMemory<Runtime> = {
  readonly lastStartedAt: string | null;
  readonly runtime: Runtime;
  /** When that runtime was read: its uptime counts from here. */
  readonly atMs: number;
  readonly missedOnce: boolean;
};

export type FilteredRuntime<Runtime> = {
  readonly runtime: Runtime | null;
  readonly readAtMs: number;
  /** For the next reading; null when there is nothing to remember. */
  readonly memory: RuntimeMemory<Runtime> | null;
};

/**
 * Takes single nulls out of a pod's runtime. RunPod asks the pod's host with a deadline of two seconds and answers
 * null when the host is late, which looks like a container that is gone. So one null is bridged by the last runtime;
 * the second in a row counts, and so does the first where the container was started anew since.
 */
export function filterNullRuntime<Runtime>(
  previous: RuntimeMemory<Runtime> | null,
  reading: RuntimeReading<Runtime>,
): FilteredRuntime<Runtime> {
  const { runtime, lastStartedAt, atMs } = reading;
  if (!reading.isRunning) return { runtime: null, readAtMs: atMs, memory: null };
  if (runtime !== null) {
    return { runtime, readAtMs: atMs, memory: { lastStartedAt, runtime, atMs, missedOnce: false } };
  }
  const isBridged = previous !== null && !previous.missedOnce && previous.lastStartedAt === lastStartedAt;
  if (!isBridged) return { runtime: null, readAtMs: atMs, memory: null };
  return { runtime: previous.runtime, readAtMs: previous.atMs, memory: { ...previous, missedOnce: true } };
}
