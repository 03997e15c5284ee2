/** `pod-agent optimise`: tries what a container may tune of itself, and reports what came of it. */
import { createLocalChanges, type LocalChanges } from '../host/local-changes.ts';
import { createLocalHost } from '../host/local-host.ts';
import { optimisationFilePath, writeOptimisation } from '../outlets/optimisation-file.ts';
import { messageOf } from '../protocol/one-line.ts';
import type { OptimisationReport } from '../protocol/optimisation.ts';
import { optimise } from '../tunings/optimise.ts';
import { type Command, readFlags, wholeNumber } from './command.ts';
import { untilSignal } from './ending.ts';
import { describeOptimisation } from './optimisation-text.ts';

export const optimiseCommand: Command = {
  name: 'optimise',
  summary: 'Try what a container may tune of itself, and report what came of it.',
  help: `Usage: pod-agent optimise [options]

Looks at each setting, tries to change it where it is not as wanted, and reads it again. The
status is judged by what is read afterwards:

  applied          it is as wanted now          not-permitted   refused, or done without effect
  already          it was so before             not-applicable  there is nothing of the kind here
  partial          nearer, or at its limit      failed          not readable, or broke off
  would-try        not as wanted, and this is a dry run

Limits of processes are tuned for PID 1, the process that calls this one, and this one; what
they start afterwards inherits them. The report goes to ${optimisationFilePath}
as well. Exit code 0 whatever came of it, 2 for a command line that is not understood.

  --dry-run       Only look. Writes no report but where --report says
  --json          Print the report as JSON
  --report PATH   Where to write the report (default ${optimisationFilePath})
  --budget-ms N   Report after this time whatever is done by then, and give up the rest,
                  0 to 60000 (default 60000)
  --root DIR      Read /proc and the rest below this folder, with --dry-run
  --help
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(optimiseCommand, args, {
    'dry-run': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    report: { type: 'string' },
    'budget-ms': { type: 'string', default: '60000' },
    root: { type: 'string' },
  });
  const budgetMs = wholeNumber({ flag: '--budget-ms', text: flags['budget-ms'], min: 0, max: 60_000 });
  const host = createLocalHost({ root: flags.root ?? null });
  // A made-up machine cannot be changed: an attempt would change this one.
  const changes = flags['dry-run'] || flags.root !== undefined ? null : createLocalChanges();
  const processIds = flags.root === undefined ? ownProcesses() : [1];
  const { signal, end } = untilSignal();
  signal.addEventListener('abort', () => {
    host.close();
    changes?.close();
  });
  const report = await optimise({ host, changes, processIds, budgetMs, signal }).withinBudget;
  end();
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : describeOptimisation(report));
  await leaveReport(flags.report ?? usualPath(changes), report);
  return 0;
}

/** A parent outside the container's own process numbers is 0. */
function ownProcesses(): readonly number[] {
  return [...new Set([1, process.ppid, process.pid])].filter((processId) => processId > 0);
}

/** What a dry run saw is not what the last attempt came to. */
function usualPath(changes: LocalChanges | null): string | null {
  return changes === null ? null : optimisationFilePath;
}

async function leaveReport(path: string | null, report: OptimisationReport): Promise<void> {
  if (path === null) return;
  try {
    await writeOptimisation(path, report);
  } catch (error) {
    process.stderr.write(`Cannot write the report to ${path}: ${messageOf(error)}\n`);
  }
}
