/** Follows a job in a pod and keeps what is told of it. */
import { expect } from 'vitest';
import type { JobEvent } from '../../../../pod-agent/protocol/job-events.ts';
import { followRemoteJob } from '../../../../source/jobs/remote/follow-remote-job.ts';
import type {
  RemoteFound,
  RemoteJob,
  RemoteJobEnd,
  RemoteJobOptions,
} from '../../../../source/jobs/remote/remote-job.ts';

export type JobRecorder = {
  readonly job: RemoteJob;
  readonly events: readonly JobEvent[];
  readonly found: readonly RemoteFound[];
  readonly parted: readonly string[];
  readonly notes: readonly string[];
  /** Of the lines that the command of a fix printed. */
  texts(): readonly string[];
  verdict(): JobEvent | undefined;
  /** Lets go of the job. */
  leave(): void;
  until(what: string, condition: () => boolean): Promise<void>;
  readonly ended: Promise<RemoteJobEnd>;
};

type Asked = Pick<RemoteJobOptions, 'doors' | 'target' | 'jobId'> & Partial<RemoteJobOptions>;

export function recordJob(asked: Asked): JobRecorder {
  const controller = new AbortController();
  const events: JobEvent[] = [];
  const found: RemoteFound[] = [];
  const parted: string[] = [];
  const notes: string[] = [];
  const job = followRemoteJob({
    kind: 'fix',
    arguments: [],
    input: null,
    after: 0,
    isKnown: false,
    signal: controller.signal,
    onEvent: (event) => events.push(event),
    onFound: (each) => found.push(each),
    onParted: (reason) => parted.push(reason),
    onNote: (_, text) => notes.push(text),
    ...asked,
    timings: { backoffFirstMs: 20, backoffMaxMs: 200, ...asked.timings },
  });
  return {
    job,
    events,
    found,
    parted,
    notes,
    texts: () => events.flatMap((event) => (event.kind === 'output' ? [event.text] : [])),
    verdict: () => events.find((event) => event.kind === 'verdict'),
    leave: () => controller.abort(),
    until: (what, condition) =>
      expect.poll(condition, { timeout: 60_000, interval: 20, message: what }).toBe(true),
    ended: job.ended,
  };
}
