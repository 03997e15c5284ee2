/** A job's id names its journal: sortable by time, and it carries the number, so that a list of names tells the next one. */
import { createHash } from 'node:crypto';

/** "20261125T162530123-41-a1b2c3": UTC to the millisecond, the number, and six letters by chance. */
export function jobIdOf(options: {
  readonly atMs: number;
  readonly number: number;
  readonly random: () => number;
}): string {
  const time = new Date(options.atMs).toISOString().replaceAll(/[-:.Z]/g, '');
  const chance = Math.floor(options.random() * 0x1000000)
    .toString(16)
    .padStart(6, '0');
  return `${time}-${options.number}-${chance}`;
}

/** null where the text is no id of a job. */
export function numberOfJobId(id: string): number | null {
  const number = /^\d{8}T\d{9}-(\d{1,9})-[0-9a-f]{6}$/.exec(id)?.[1];
  return number === undefined ? null : Number(number);
}

/** The name of its run in a pod: two names of one machine are two jobs there. */
export function remoteIdOf(jobId: string, podId: string): string {
  const pod = createHash('sha256').update(podId).digest('hex').slice(0, 8);
  return `${jobId.toLowerCase()}-${pod}`;
}
