/** The report of optimising as a file, for whoever wants to know what this pod could be tuned to. */
import { writeWhole } from '../host/whole-file.ts';
import type { OptimisationReport } from '../protocol/optimisation.ts';

export const optimisationFilePath = '/tmp/pod-optimization-status.json';

/** Rejects with the system's error when the folder cannot be written. */
export async function writeOptimisation(path: string, report: OptimisationReport): Promise<void> {
  await writeWhole(path, `${JSON.stringify(report)}\n`);
}
