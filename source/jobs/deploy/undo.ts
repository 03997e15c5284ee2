/** Takes back what a deploy has done to the world: newest first, each within its time, and whatever happens to the others. */
import { messageOf } from '../../base/message-of.ts';
import { safeText } from '../../base/safe-text.ts';
import type { StepId } from '../model/deploy.ts';
import type { DeployRecord } from '../releases/deploy-record.ts';
import { type KeptEffect, standingEffects } from '../releases/kept-deploy.ts';
import { bounded } from './bounded.ts';
import { lookAfter, titleOf } from './do-effect.ts';
import type { EffectDetails, EffectKind, EffectResults, Undone } from './effects/effect.ts';
import { detailsOf, isEffectKind, resultOf } from './effects/schemas.ts';
import { nowOf, type Session } from './session.ts';

export type UndoEnd = {
  readonly undoneCount: number;
  /** What stands, and what a person can do about it. */
  readonly left: readonly Left[];
  /** It was broken off: the journal knows what is left. */
  readonly wasLeft: boolean;
};

export type Left = {
  readonly title: string;
  readonly text: string;
  readonly advice: string;
  /** Trying again does not help. */
  readonly isForGood: boolean;
};

export async function undoAll(session: Session): Promise<UndoEnd> {
  const standing = [...standingEffects(session.journal.deploy())].reverse();
  await forgetSteps(session, standing);
  const left: Left[] = [];
  let undoneCount = 0;
  for (const effect of standing) {
    if (session.stop.leave.aborted) return { undoneCount, left, wasLeft: true };
    const undone = await undoOne(session, effect);
    if (undone === null) continue;
    if (undone.ok) undoneCount += 1;
    else {
      const { text, advice, isForGood = false } = undone;
      left.push({ title: titleOf(session, effect), text, advice, isForGood });
    }
  }
  return { undoneCount, left, wasLeft: session.stop.leave.aborted && left.length > 0 };
}

/** null: it never happened. */
async function undoOne(session: Session, effect: KeptEffect): Promise<Undone | null> {
  const step = `undo/${effect.kind}`;
  const beganAtMs = nowOf(session);
  session.tell({ kind: 'step-began', step, title: `take back ${titleOf(session, effect)}` });
  const undone = await attempt(session, effect).catch(
    (error: unknown): Undone => ({ ok: false, text: messageOf(error), advice: tryAgain }),
  );
  const told =
    undone === null ? neverHappened : { ...undone, text: safeText(undone.text, { maxLength: 2000 }) };
  session.tell({
    ...{ kind: 'step-ended', step, text: told.text },
    outcome: undone === null ? 'skipped' : undone.ok ? 'pass' : 'fail',
    tookMs: nowOf(session) - beganAtMs,
  });
  if (undone !== null) await note(session, effect.number, undone);
  return undone;
}

const tryAgain = '`pod-engine deploy --abort` tries again.';
const neverHappened = { text: 'It had not happened.' };

async function attempt(session: Session, effect: KeptEffect): Promise<Undone | null> {
  const { kind, state } = effect;
  const details = isEffectKind(kind) ? detailsOf(kind, effect.details) : null;
  if (!isEffectKind(kind) || details === null) return cannotBeRead;
  if (state.kind !== 'open') return await undoKind(session, { kind, details, result: resultIn(state) });
  const found = await lookAfter(session, effect);
  if (found.kind === 'did-not') return null;
  if (found.kind === 'unknown') return { ok: false, text: found.reason, advice: lookYourself };
  return await undoKind(session, { kind, details, result: found.result });
}

const lookYourself = `Nobody can tell whether it is there: look for it. ${tryAgain}`;
const cannotBeRead: Undone = {
  ok: false,
  text: 'The journal tells of it in a way that this console cannot understand.',
  advice: 'Abort the deploy with the version of pod-engine that began it.',
};

async function undoKind<Kind extends EffectKind>(
  session: Session,
  undoing: { readonly kind: Kind; readonly details: EffectDetails[Kind]; readonly result: unknown },
): Promise<Undone> {
  const { options, project, limits, stop, goingOn } = session;
  const { kind, details } = undoing;
  const result: EffectResults[Kind] | null = resultOf(kind, undoing.result);
  if (result === null) return cannotBeRead;
  const bounds = {
    limitMs: limits.undoMs,
    leave: stop.leave,
    onGoesOn: (going: Promise<unknown>): void => void goingOn.push(going),
  };
  const end = await bounded(bounds, (signal) =>
    options.effects[kind].undo({ details, result }, { project, doors: options.doors, signal }),
  );
  if (end.kind === 'ended') return end.value;
  if (end.kind === 'threw') return { ok: false, text: end.message, advice: tryAgain };
  const seconds = Math.round(limits.undoMs / 1000);
  const text = end.kind === 'late' ? `It did not end within ${seconds} s.` : 'It was broken off.';
  return { ok: false, text, advice: tryAgain };
}

function resultIn(state: KeptEffect['state']): unknown {
  return state.kind === 'done' ? state.result : null;
}

/** Before anything is taken back: a memory of what is no longer there would be believed by the next deploy. */
async function forgetSteps(session: Session, standing: readonly KeptEffect[]): Promise<void> {
  const steps: readonly StepId[] = [...new Set(standing.map(({ step }) => step))];
  try {
    await session.kept.forget(steps);
  } catch (error) {
    warn(session, `The memory of these steps cannot be written: ${messageOf(error)}`);
  }
}

/** A disk that is full keeps nothing from being taken back; the next attempt then finds it gone. */
async function note(session: Session, effect: number, undone: Undone): Promise<void> {
  const atMs = nowOf(session);
  const record: Exclude<DeployRecord, { record: 'begin' }> = undone.ok
    ? { record: 'undone', effect, text: undone.text, atMs }
    : { record: 'not-undone', effect, text: undone.text, advice: undone.advice, atMs };
  try {
    await session.journal.add(record);
  } catch (error) {
    warn(session, messageOf(error));
  }
}

function warn(session: Session, text: string): void {
  session.tell({ kind: 'output', level: 'warn', text: safeText(text, { maxLength: 2000 }) });
}
