/** From answers to a diagnosis. Pure: the agent and the console, for a pod without Node, come to the same words. */
import type { CheckOutcome, Diagnosis, Finding, FindingStatus } from '../protocol/finding.ts';
import { oneLine } from '../protocol/one-line.ts';
import { causes as allCauses } from './causes.ts';
import type { Check, CheckId, Draft, PodPlan, Seen } from './check.ts';
import { type Cause, groupFindings, rank } from './group.ts';
import { checks } from './index.ts';
import type { AnswersOfChecks } from './sources.ts';

export type Judged = { readonly outcome: CheckOutcome; readonly findings: readonly Finding[] };

type About = Pick<Diagnosis, 'atMs' | 'tookMs' | 'via'>;

/** @param given `before` and `elapsedMs` are null where nothing was asked twice; `tookMs` of a check that is not named is that of the whole. */
export function judgeAll(
  given: About & {
    readonly plan: PodPlan;
    readonly answers: AnswersOfChecks;
    readonly before: AnswersOfChecks | null;
    readonly elapsedMs: number | null;
    readonly wallMs: number;
    readonly tookMsOfChecks?: Readonly<Partial<Record<CheckId, number>>>;
    readonly table?: readonly Check[];
  },
): Diagnosis {
  const { plan, elapsedMs, wallMs, table = checks } = given;
  const judged = table.map((check) => {
    const answers = given.answers[check.id] ?? {};
    const before = given.before?.[check.id] ?? null;
    const tookMs = given.tookMsOfChecks?.[check.id] ?? given.tookMs;
    return judgeCheck({ check, seen: { plan, answers, before, elapsedMs, wallMs }, tookMs });
  });
  return diagnosisOf(given, judged);
}

/** Never throws: a check that does is `unknown`, and says why. */
export function judgeCheck(given: {
  readonly check: Check;
  readonly seen: Seen;
  readonly tookMs: number;
}): Judged {
  const { check, seen, tookMs } = given;
  const findings = draftsOf(check, seen).map(
    (draft): Finding => ({ ...draft, checkId: check.id, causedBy: null }),
  );
  const inOrder = [...findings].sort((left, right) => rank(left.status) - rank(right.status));
  const [worst] = inOrder;
  return {
    findings,
    outcome: {
      checkId: check.id,
      title: check.title,
      status: worst?.status ?? 'unknown',
      summary: summaryOf(inOrder),
      tookMs: Math.round(tookMs),
    },
  };
}

export function diagnosisOf(
  { atMs, tookMs, via }: About,
  judged: readonly Judged[],
  causes: readonly Cause[] = allCauses,
): Diagnosis {
  const findings = withOwnIds(judged.flatMap((each) => each.findings));
  return {
    schema: 1,
    atMs,
    tookMs: Math.round(tookMs),
    via,
    status: statusOf(judged.map(({ outcome }) => outcome.status)),
    checks: judged.map(({ outcome }) => outcome),
    findings: groupFindings(findings, causes),
  };
}

function draftsOf(check: Check, seen: Seen): readonly Draft[] {
  try {
    const drafts = check.judge(seen);
    return drafts.length > 0 ? drafts : [unknownDraft(check, 'it found nothing to say')];
  } catch (error) {
    return [unknownDraft(check, oneLine(error instanceof Error ? error.message : String(error)))];
  }
}

function unknownDraft(check: Check, reason: string): Draft {
  return {
    id: `${check.id}-unknown`,
    title: `${check.title} could not be judged: ${reason}`,
    status: 'unknown',
    scope: 'unknown',
    evidence: [],
    causes: [],
    impact: null,
    fix: null,
    documentation: 'What could not be judged',
  };
}

function summaryOf(inOrder: readonly Finding[]): string {
  const [worst, ...others] = inOrder;
  if (worst === undefined) return '';
  const more = others.filter(({ status }) => status === 'fail' || status === 'warn').length;
  return more === 0 ? worst.title : `${worst.title} (and ${more} more)`;
}

/** Known trouble is not hidden by what is not known, and what is not known never passes for well. */
function statusOf(statuses: readonly FindingStatus[]): Diagnosis['status'] {
  const found = (['fail', 'warn', 'unknown'] as const).find((status) => statuses.includes(status));
  if (found !== undefined) return found;
  return statuses.some((status) => status === 'ok' || status === 'info') ? 'ok' : 'unknown';
}

/** Effects name their cause by its id, so that two of one id would be mixed up. */
function withOwnIds(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const count = (counts.get(finding.id) ?? 0) + 1;
    counts.set(finding.id, count);
    return count === 1 ? finding : { ...finding, id: `${finding.id}#${count}` };
  });
}
