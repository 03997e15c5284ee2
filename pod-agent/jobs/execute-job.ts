/** Does a job: its events to its file, to a verdict, whatever happens on the way. */
import type { JobEventBody, JobStream } from '../protocol/job-events.ts';
import { messageOf } from '../protocol/one-line.ts';
import type { EventWriter } from './event-writer.ts';

export type ExecuteOptions = {
  /** Made with the signal; may throw. */
  readonly makeStream: (signal: AbortSignal) => Promise<JobStream>;
  readonly writer: EventWriter;
  /** Given when it is asked to end. */
  readonly asked: AbortSignal;
  /** Given when it has to end within `graceMs`. */
  readonly told: AbortSignal;
  readonly graceMs: number;
  /** No job is meant to take longer. */
  readonly deadlineMs: number;
};

type Verdict = Extract<JobEventBody, { kind: 'verdict' }>;

/** Resolves after the verdict was written. */
export async function executeJob(options: ExecuteOptions): Promise<void> {
  const { writer, asked, told, graceMs, deadlineMs } = options;
  const ending = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let isLate = false;
  let isWritten = false;

  function conclude(verdict: Verdict): void {
    if (isWritten) return;
    isWritten = true;
    for (const timer of timers) clearTimeout(timer);
    writer.write(verdict);
  }

  const over = new Promise<void>((resolve) => {
    /** What does not end by itself then is left behind; the process ends without it. */
    function insist(verdict: Verdict): void {
      ending.abort();
      timers.push(
        setTimeout(() => {
          conclude(verdict);
          resolve();
        }, graceMs),
      );
    }
    onAbort(asked, () => ending.abort());
    onAbort(told, () => insist(stopped));
    timers.push(
      setTimeout(() => {
        isLate = true;
        insist(late(deadlineMs));
      }, deadlineMs),
    );
    void run().then((verdict) => {
      conclude(isLate ? late(deadlineMs) : ending.signal.aborted ? stoppedUnlessDone(verdict) : verdict);
      resolve();
    });
  });

  async function run(): Promise<Verdict> {
    try {
      const stream = await options.makeStream(ending.signal);
      for await (const body of stream) {
        if (body.kind === 'verdict') return body;
        if (!isWritten) writer.write(body);
      }
      return broken('it ended without a verdict');
    } catch (error) {
      return broken(messageOf(error));
    }
  }
  await over;
}

const stopped: Verdict = {
  kind: 'verdict',
  verdict: 'stopped',
  text: 'stopped by the operator',
  exitCode: 3,
};

/** What was done in spite of the wish to stop is done; anything else came of the stopping. */
function stoppedUnlessDone(verdict: Verdict): Verdict {
  return verdict.verdict === 'pass' || verdict.verdict === 'stopped' ? verdict : stopped;
}

function broken(why: string): Verdict {
  return { kind: 'verdict', verdict: 'fail', text: `The job broke off: ${why}`, exitCode: 2 };
}

function late(deadlineMs: number): Verdict {
  const text = `did not end within ${deadlineMs / 60_000} minutes`;
  return { kind: 'verdict', verdict: 'fail', text, exitCode: 2 };
}

function onAbort(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) act();
  else signal.addEventListener('abort', act, { once: true });
}
