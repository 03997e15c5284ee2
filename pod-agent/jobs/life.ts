/** Whether a job still goes on, by the process that does it. */
import { isRunning, type JobFiles, type JobState, readProcess } from './job-folder.ts';
import { writeOnce } from './once.ts';

/** Node takes a tenth of a second to begin; on a machine that is out of memory it takes longer. */
const beginWithinMs = 30_000;

export type Life = { isOver(): Promise<boolean> };

/** @param bootId Of the machine as it is now: with another one no process of the job can be left. */
export function createLife(options: {
  readonly files: JobFiles;
  readonly state: JobState;
  readonly bootId: string | null;
}): Life {
  const { files, state, bootId } = options;
  const firstAskedMs = performance.now();
  return {
    async isOver() {
      if (state.bootId !== bootId) return true;
      const process = await readProcess(files);
      if (process !== null) return !(await isRunning(process));
      if (await isRunning(state.starter)) return false;
      // Who started it is gone, and the process may be about to say that it is there.
      if (performance.now() - firstAskedMs < beginWithinMs) return false;
      await giveUpOn(files);
      return false;
    },
  };
}

/** Nobody does the job, and nobody will: a process that begins later finds its place taken. */
export async function giveUpOn(files: JobFiles): Promise<void> {
  await writeOnce(files.process, `${JSON.stringify({ pid: 0, start: '' })}\n`);
}
