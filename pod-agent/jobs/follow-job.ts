/** A job's events for one reader, from where he was, to the verdict. */
import { setTimeout as wait } from 'node:timers/promises';
import { encodeJobLine } from '../protocol/job-codec.ts';
import { jobBeatMs } from '../protocol/job-wire.ts';
import { lastWord } from './epitaph.ts';
import { eventLine } from './event-line.ts';
import type { JobFiles, JobState } from './job-folder.ts';
import { createLife } from './life.ts';
import { openTail } from './tail.ts';

export type FollowOptions = {
  readonly files: JobFiles;
  readonly state: JobState;
  /** The last event that the reader has. */
  readonly after: number;
  /** Of the machine as it is now. */
  readonly bootId: string | null;
  readonly wallMs: () => number;
  /** Takes a line with its newline; resolves when more may be written. */
  readonly write: (line: string) => Promise<void>;
  readonly signal: AbortSignal;
};

const lookEveryMs = 100;

/** Resolves after the verdict, or when the signal is given. */
export async function followJob(options: FollowOptions): Promise<void> {
  const { files, state, after, bootId, wallMs, write, signal } = options;
  const life = createLife({ files, state, bootId });
  const tail = await openTail(files.events);
  let lastSequence = 0;
  let toldAtMs = performance.now();

  async function tell(line: string): Promise<void> {
    await write(line);
    toldAtMs = performance.now();
  }

  /** True when the verdict was among them. */
  async function pass(lines: readonly string[]): Promise<boolean> {
    for (const line of lines) {
      const event = eventLine(line);
      if (event === null) continue;
      lastSequence = event.sequence;
      if (event.sequence > after) await tell(`${event.text}\n`);
      if (event.isVerdict) return true;
      if (signal.aborted) return false;
    }
    return false;
  }

  try {
    while (!signal.aborted) {
      // Asked first: what it wrote before its end is read after that.
      const isOver = await life.isOver();
      let lines = await tail.read();
      while (lines.length > 0) {
        if ((await pass(lines)) || signal.aborted) return;
        lines = await tail.read();
      }
      if (isOver) {
        const last = await lastWord({ files, state, lastSequence, bootId, wallMs });
        if (last.sequence > after) await tell(`${last.text}\n`);
        return;
      }
      if (performance.now() - toldAtMs >= jobBeatMs) {
        await tell(encodeJobLine({ kind: 'job-beat', atMs: wallMs() }));
      }
      await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    await tail.close();
  }
}
