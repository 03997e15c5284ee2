/** The tunings at a pod's start: tried for as long as a start can wait, and reported in full when all are done. */
import type { Host } from './host/host.ts';
import { createLocalChanges } from './host/local-changes.ts';
import { optimisationFilePath, writeOptimisation } from './outlets/optimisation-file.ts';
import { messageOf } from './protocol/one-line.ts';
import type { OptimisationReport } from './protocol/optimisation.ts';
import { optimise } from './tunings/optimise.ts';

const budgetMs = 200;

/** Resolves within 200 ms. What is not done by then goes on, and stands in the report's file in the end. */
export function tunePod(options: {
  readonly host: Host;
  readonly signal: AbortSignal;
  onTrouble(text: string): void;
}): Promise<OptimisationReport> {
  const { host, signal, onTrouble } = options;
  const changes = createLocalChanges();
  const { withinBudget, settled } = optimise({ host, changes, budgetMs, signal });
  void settled.then(async (report) => {
    changes.close();
    await writeOptimisation(optimisationFilePath, report).catch((error: unknown) =>
      onTrouble(`Cannot write ${optimisationFilePath}: ${messageOf(error)}`),
    );
  });
  return withinBudget;
}
