/** The job that tries what a container may tune of itself: each result as it comes, the report at the end. */
import { readFlags } from './commands/command.ts';
import { createLocalChanges } from './host/local-changes.ts';
import type { LocalHost } from './host/local-host.ts';
import type { JobRecipe } from './job-recipe.ts';
import { createQueue } from './jobs/event-queue.ts';
import { optimisationFilePath, writeOptimisation } from './outlets/optimisation-file.ts';
import type { JobEventBody, JobStream } from './protocol/job-events.ts';
import { messageOf } from './protocol/one-line.ts';
import type { OptimisationReport, TuningResult } from './protocol/optimisation.ts';
import { tunings } from './tunings/index.ts';
import { optimise } from './tunings/optimise.ts';

export const optimiseJob: JobRecipe = {
  usage: 'optimise [--dry-run]      Try what a container may tune of itself',
  read(args) {
    const flags = readFlags({ name: 'job run' }, args, { 'dry-run': { type: 'boolean', default: false } });
    const isDryRun = flags['dry-run'];
    return { needsGiven: false, make: async ({ host, signal }) => optimisation({ host, isDryRun, signal }) };
  },
};

const budgetMs = 60_000;

async function* optimisation(options: {
  readonly host: LocalHost;
  readonly isDryRun: boolean;
  readonly signal: AbortSignal;
}): JobStream {
  const { host, isDryRun, signal } = options;
  const changes = isDryRun ? null : createLocalChanges();
  const results = createQueue<TuningResult>();
  const { withinBudget } = optimise({ host, changes, budgetMs, signal, onResult: results.push });
  void withinBudget.then(results.end);
  let count = 0;
  try {
    for (let tuning = await results.next(); tuning !== null; tuning = await results.next()) {
      count += 1;
      yield { kind: 'tuning', tuning };
      yield { kind: 'progress', fraction: Math.min(1, count / tunings.length), text: tuning.title };
    }
    const report = await withinBudget;
    const trouble = isDryRun ? null : await keep(report);
    if (trouble !== null) yield { kind: 'output', level: 'warn', text: trouble };
    yield { kind: 'optimisation', report };
    yield verdictOf(report);
  } finally {
    changes?.close();
  }
}

/** Where the pod's page and `pod-agent optimise` have it. @returns Why it is not there, or null. */
async function keep(report: OptimisationReport): Promise<string | null> {
  try {
    await writeOptimisation(optimisationFilePath, report);
    return null;
  } catch (error) {
    return `Cannot write the report to ${optimisationFilePath}: ${messageOf(error)}`;
  }
}

/** What a container may not change is no failure: most may change little. */
function verdictOf({ tunings: done, unfinished }: OptimisationReport): JobEventBody {
  const failed = [...done.filter(({ status }) => status === 'failed').map(({ id }) => id), ...unfinished];
  if (failed.length > 0) {
    const text = `${failed.length} of ${done.length + unfinished.length} broke off: ${failed.join(', ')}`;
    return { kind: 'verdict', verdict: 'fail', text, exitCode: 2 };
  }
  const asWanted = done.filter(({ status }) => status === 'applied' || status === 'already').length;
  return {
    kind: 'verdict',
    verdict: 'pass',
    text: `${asWanted} of ${done.length} are as wanted`,
    exitCode: 0,
  };
}
