/** How a deploy ends, in one sentence each, with the exit codes of the command line. Pure. */
import type { JobEventBody, JobVerdict } from '../../../pod-agent/protocol/job-events.ts';
import type { Release } from '../model/release.ts';
import type { DeployFacts } from './facts.ts';
import type { UndoEnd } from './undo.ts';

export type Verdict = Extract<JobEventBody, { kind: 'verdict' }>;

/** As docs/cli.md has them. */
const exitCodes: Readonly<Record<JobVerdict, number>> = { pass: 0, fail: 1, inconclusive: 9, stopped: 130 };
const refusedExitCode = 8;

export function verdictOf(verdict: JobVerdict, text: string): Verdict {
  return { kind: 'verdict', verdict, text, exitCode: exitCodes[verdict] };
}

/** Nothing was begun. */
export function refusal(text: string): Verdict {
  return { kind: 'verdict', verdict: 'fail', text, exitCode: refusedExitCode };
}

/** "1.4.0 runs on app-1 (r7)." */
export function passText(facts: DeployFacts, release: Release | null): string {
  const version = facts.preflight?.version ?? release?.version ?? 'It';
  if (release === null || facts.pod === undefined) return `${version} is done as far as was asked for.`;
  return `${version} runs on ${facts.pod.podName} (${release.id}).`;
}

/** After "Failed at push: …". */
export function undoneText({ undoneCount, left, wasLeft }: UndoEnd): string {
  if (wasLeft) return `Not all was taken back. ${waysOn}`;
  if (left.length > 0) {
    const titles = left.map(({ title }) => title).join(', ');
    return left.every(({ isForGood }) => isForGood)
      ? `Could not be undone, and is left to you: ${titles}.`
      : `Could not be undone: ${titles}. \`pod-engine deploy --abort\` tries again.`;
  }
  return undoneCount === 0
    ? 'Nothing had been begun that had to be undone.'
    : 'Everything that was begun has been undone.';
}

export const waysOn = '`pod-engine deploy --resume` goes on, `pod-engine deploy --abort` takes it back.';
