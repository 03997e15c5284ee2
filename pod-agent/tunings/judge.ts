/** From two looks and what was tried between them to a result. Pure. */
import type { TuningResult, TuningStatus } from '../protocol/optimisation.ts';
import type { Attempt, Look, Refusal, Tuning } from './tuning.ts';

export type Judged = Pick<TuningResult, 'status' | 'before' | 'after' | 'evidence' | 'errno' | 'fix'>;
type Read = Extract<Look, { kind: 'read' }>;
type Fixable = Pick<Tuning, 'fix'>;

/** Of a look that leaves nothing to try. */
export function judgeLook(look: Look): Judged {
  if (look.kind === 'not-applicable') return settled('not-applicable', null, look.reason);
  if (look.kind === 'unread') return settled('failed', null, look.reason);
  return settled('already', look.value, sentence(look.clause));
}

/** What a dry run says of something that is not as wanted. */
export function judgeUntried({ fix }: Fixable, look: Read): Judged {
  return { ...settled('would-try', look.value, sentence(`${look.clause}; nothing was tried`)), fix };
}

export function judgeAttempt(
  { fix }: Fixable,
  seen: { readonly before: Read; readonly attempt: Attempt; readonly after: Look },
): Judged {
  const { before, attempt, after } = seen;
  const status = statusOf(before, attempt.refusal, after);
  return {
    status,
    before: before.value,
    after: after.kind === 'read' ? after.value : null,
    evidence: `${attempt.tried} ${answerOf(attempt.refusal)}; ${stateOf(before, after)}.`,
    errno: status === 'applied' ? null : (attempt.refusal?.errno ?? null),
    fix: status === 'applied' ? null : ((status === 'failed' ? attempt.refusal?.fix : undefined) ?? fix),
  };
}

function statusOf(before: Read, refusal: Refusal | null, after: Look): TuningStatus {
  if (after.kind !== 'read') return 'failed';
  if (after.missing === 0) return 'applied';
  if (after.missing < before.missing || after.atLimit === true) return 'partial';
  // A success that had no effect is a refusal that nobody named.
  return refusal?.kind === 'failed' ? 'failed' : 'not-permitted';
}

function answerOf(refusal: Refusal | null): string {
  if (refusal === null) return 'was answered with success';
  const name = refusal.errno === null ? refusal.message : `${refusal.errno} (${refusal.message})`;
  return `${refusal.kind === 'refused' ? 'was refused' : 'did not work'}: ${name}`;
}

function stateOf(before: Read, after: Look): string {
  if (after.kind !== 'read') return `afterwards it could not be read: ${after.reason.replace(/\.$/, '')}`;
  return `${after.value === before.value ? 'still' : 'now'} ${after.clause}`;
}

/** Where nothing was tried, what was before is what is now. */
function settled(status: TuningStatus, value: string | null, evidence: string): Judged {
  return { status, before: value, after: value, evidence, errno: null, fix: null };
}

function sentence(clause: string): string {
  return `${clause[0]?.toUpperCase() ?? ''}${clause.slice(1)}.`;
}
