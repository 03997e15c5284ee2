/** What the commands about jobs share: names, places, and the machine's own name. */
import { readBootId } from '../boot-id.ts';
import { createLocalHost } from '../host/local-host.ts';
import { jobIdPattern } from '../protocol/job-wire.ts';
import { UsageError } from './command.ts';

/** Exit code where there is no such job. */
export const noSuchJob = 3;

/** @throws UsageError for what names no job. */
export function jobIdOf(text: string | undefined): string {
  if (text !== undefined && jobIdPattern.test(text)) return text;
  const given = text === undefined ? 'is missing' : `is "${text}"`;
  throw new UsageError(
    `--id ${given}. It must be 8 to 64 of a-z, 0-9 and -, with a letter or figure at both ends.`,
  );
}

export async function bootIdNow(): Promise<string | null> {
  const host = createLocalHost({ root: null });
  const bootId = await readBootId(host);
  host.close();
  return bootId;
}
