/** The report of optimising, for people. Pure. */
import type { OptimisationReport, TuningResult, TuningStatus } from '../protocol/optimisation.ts';

const inOrder: readonly TuningStatus[] = [
  'applied',
  'already',
  'partial',
  'not-permitted',
  'not-applicable',
  'failed',
  'would-try',
];

/** A line for each tuning, beneath it the reason where it is not as wanted, and a line that counts them. */
export function describeOptimisation(report: OptimisationReport): string {
  const statusWidth = widest(report.tunings.map(({ status }) => status));
  const idWidth = widest([...report.tunings.map(({ id }) => id), ...report.unfinished]);
  const lines = report.tunings.flatMap((result) => [
    `${result.status.padEnd(statusWidth)}  ${result.id.padEnd(idWidth)}  ${figures(result)}`,
    ...reasons(result).map((reason) => `${' '.repeat(statusWidth + 2)}${reason}`),
  ]);
  return `${lines.join('\n')}\n\n${summary(report)}\n`;
}

function figures({ status, before, after, wanted }: TuningResult): string {
  if (status === 'not-applicable') return `(wanted ${wanted})`;
  return `${before ?? 'unknown'} -> ${after ?? 'unknown'} (wanted ${wanted})`;
}

function reasons({ status, evidence, fix }: TuningResult): readonly string[] {
  if (status === 'applied' || status === 'already') return [];
  return fix === null ? [evidence] : [evidence, fix];
}

function summary({ tunings, unfinished, dryRun }: OptimisationReport): string {
  const counts = inOrder.flatMap((status) => {
    const count = tunings.filter((result) => result.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const late = unfinished.length === 0 ? [] : [`unfinished: ${unfinished.join(', ')}`];
  return `optimise${dryRun ? ' (dry run, nothing was changed)' : ''}: ${[...counts, ...late].join(', ')}`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
