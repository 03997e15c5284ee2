/** Jobs of a simulated pod: they go on without whoever follows them, as those of a real agent do, until the container ends. */
import type { JobEvent, JobKind, JobStream } from '../../../pod-agent/protocol/job-events.ts';

export type KeptJob = {
  readonly id: string;
  readonly kind: JobKind;
  readonly beganAtMs: number;
  /** Oldest first. */
  readonly events: readonly JobEvent[];
  isEnded(): boolean;
  /** Told after each event. Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  stop(): void;
};

export type KeptJobs = {
  find(id: string): KeptJob | null;
  begin(given: {
    readonly id: string;
    readonly kind: JobKind;
    readonly stream: (signal: AbortSignal) => JobStream;
    readonly wallMs: () => number;
  }): KeptJob;
  endAll(): void;
};

/** More than anybody starts in a demonstration. */
const maxJobs = 50;

export function createKeptJobs(): KeptJobs {
  const jobs = new Map<string, KeptJob>();
  return {
    find: (id) => jobs.get(id) ?? null,
    begin(given) {
      const job = beginJob(given);
      jobs.set(given.id, job);
      const [oldest] = jobs.keys();
      if (jobs.size > maxJobs && oldest !== undefined) jobs.delete(oldest);
      return job;
    },
    endAll() {
      for (const job of jobs.values()) job.stop();
      jobs.clear();
    },
  };
}

function beginJob(given: Parameters<KeptJobs['begin']>[0]): KeptJob {
  const { id, kind, stream, wallMs } = given;
  const events: JobEvent[] = [];
  const listeners = new Set<() => void>();
  const ending = new AbortController();
  const keep = (body: Parameters<typeof eventOf>[0]): void => {
    events.push(eventOf(body, events.length + 1, wallMs()));
    for (const listener of [...listeners]) listener();
  };
  void drain(stream(ending.signal), keep);
  return {
    id,
    kind,
    beganAtMs: wallMs(),
    events,
    isEnded: () => events.at(-1)?.kind === 'verdict',
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => ending.abort(),
  };
}

async function drain(stream: JobStream, keep: (body: Parameters<typeof eventOf>[0]) => void): Promise<void> {
  try {
    for await (const body of stream) keep(body);
  } catch (error) {
    const text = `It broke off: ${error instanceof Error ? error.message : String(error)}`;
    keep({ kind: 'verdict', verdict: 'fail', text, exitCode: 2 });
  }
}

function eventOf(
  body: JobStream extends AsyncGenerator<infer Body, void, void> ? Body : never,
  sequence: number,
  atMs: number,
): JobEvent {
  return { ...body, sequence, atMs };
}
