/** How a diagnosis ends: in one line, and in the exit code of the command line. */
import type { Diagnosis, Finding } from '../protocol/finding.ts';
import type { JobEventBody, JobVerdict } from '../protocol/job-events.ts';

/** As Nagios has them. */
export const exitCodes: Readonly<Record<Diagnosis['status'], number>> = {
  ok: 0,
  warn: 1,
  fail: 2,
  unknown: 3,
};

/** A warning breaks nothing yet, so that the pod passes; the exit code and the text tell it. */
const verdicts: Readonly<Record<Diagnosis['status'], JobVerdict>> = {
  ok: 'pass',
  warn: 'pass',
  fail: 'fail',
  unknown: 'inconclusive',
};

export function verdictOf(diagnosis: Diagnosis): JobEventBody {
  const { status } = diagnosis;
  return { kind: 'verdict', verdict: verdicts[status], text: textOf(diagnosis), exitCode: exitCodes[status] };
}

/** "Disk / is full: 100 % of 20.0 GiB used. 1 failure, 2 warnings, 1 check unknown." */
function textOf({ status, checks, findings }: Diagnosis): string {
  const counts = [
    counted(findings.filter((finding) => finding.status === 'fail').length, 'failure'),
    counted(findings.filter((finding) => finding.status === 'warn').length, 'warning'),
    counted(checks.filter((check) => check.status === 'unknown').length, 'unknown check'),
  ].filter((text) => text !== null);
  if (status === 'ok') return wellText(checks);
  const [first] = findings;
  return first === undefined ? 'Nothing could be judged.' : `${sentence(first)} ${counts.join(', ')}.`;
}

/** What is not there to be looked at is not well either. */
function wellText(checks: Diagnosis['checks']): string {
  const skipped = checks.filter((check) => check.status === 'skip').length;
  const well = `Nothing is wrong in ${counted(checks.length - skipped, 'check')}`;
  return skipped === 0 ? `${well}.` : `${well}; ${skipped} had nothing to look at.`;
}

function sentence({ title }: Finding): string {
  return /[.!?]$/.test(title) ? title : `${title}.`;
}

function counted(count: number, noun: string): string | null {
  return count === 0 ? null : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
