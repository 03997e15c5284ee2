/** One step of a deploy, from its beginning in the journal to its facts there, with its hooks. */
import { messageOf } from '../../base/message-of.ts';
import { safeText } from '../../base/safe-text.ts';
import type { StepId } from '../model/deploy.ts';
import type { RememberedStep } from '../releases/step-memory.ts';
import { bounded } from './bounded.ts';
import { EffectUnknown } from './effect-unknown.ts';
import { runHook } from './hooks.ts';
import { noteRelease } from './note-release.ts';
import { inputsHash, unchanged } from './remembered.ts';
import { nowOf, type Session } from './session.ts';
import { sinceText } from './since-text.ts';
import { type StepEnd, StepFailure } from './step.ts';
import { contextOf } from './step-context.ts';

export type StepRan =
  | { readonly kind: 'done' }
  | { readonly kind: 'left' }
  | { readonly kind: 'failed' | 'inconclusive'; readonly text: string };

export async function runStep(session: Session, id: StepId): Promise<StepRan> {
  const step = session.options.steps[id];
  const beganAtMs = nowOf(session);
  session.tell({ kind: 'step-began', step: id, title: step.title });
  const end = await attempt(session, id);
  if (end === 'left') return { kind: 'left' };
  const text = safeText(end.text, { maxLength: 2000 });
  if (!('facts' in end)) tellEvidence(session, end);
  const told = { kind: 'step-ended', step: id, outcome: end.outcome, text } as const;
  session.tell({ ...told, tookMs: nowOf(session) - beganAtMs });
  if ('facts' in end) return { kind: 'done' };
  return { kind: end.outcome === 'fail' ? 'failed' : 'inconclusive', text };
}

const mostEvidence = 30;

function tellEvidence(session: Session, { evidence, fix }: Exclude<StepEnd, { facts: unknown }>): void {
  for (const line of evidence.slice(-mostEvidence)) say(session, 'error', line);
  if (fix !== null) say(session, 'warn', `What to do: ${fix}`);
}

async function attempt(session: Session, id: StepId): Promise<StepEnd | 'left'> {
  const end = await carryOut(session, id).catch((error: unknown) => failureOf(session, error));
  if (end === 'left' || 'facts' in end) return end;
  const ended = { step: id, outcome: end.outcome, text: end.text, facts: null };
  // What cannot be written down has a failure of its own, and must not hide this one.
  await session.journal
    .add({ record: 'step-ended', ...ended, atMs: nowOf(session) })
    .catch((error: unknown) => say(session, 'warn', messageOf(error)));
  return end;
}

async function carryOut(session: Session, id: StepId): Promise<StepEnd | 'left'> {
  const step = session.options.steps[id];
  const context = await contextOf(session, id);
  const hash = inputsHash(await step.inputs(context));
  const last = await lastTime(session, id);
  const found = await unchanged(step, context, { hash, last });
  if (found.kind === 'stands') {
    const end = { outcome: 'skipped', text: sinceText(last), facts: found.facts } as const;
    await keep(session, id, end);
    return end;
  }
  if (found.why !== null) say(session, 'info', `Unchanged, and done again: ${found.why}`);
  await session.journal.add({ record: 'step-began', step: id, atMs: nowOf(session) });
  await runHook(session, 'before', id);
  const end = await driven(session, step.run(context));
  // An effect that may have happened must not be passed over, whatever the step made of it.
  if (session.unknown !== null && end !== 'left') return doubtful(end);
  if (end === 'left' || !('facts' in end)) return end;
  session.facts = { ...session.facts, [id]: end.facts };
  await runHook(session, 'after', id);
  await keep(session, id, end);
  await rememberStep(session, id, { hash, end });
  return end;
}

function doubtful(end: StepEnd): StepEnd {
  if (!('facts' in end)) return { ...end, outcome: 'inconclusive' };
  const text = `Nobody can tell whether all of it has happened: ${end.text}`;
  return { outcome: 'inconclusive', text, evidence: [], fix: null };
}

/** A step that was begun by this deploy is not passed over: its effects would have no facts. */
async function lastTime(session: Session, id: StepId): Promise<RememberedStep | undefined> {
  const isBegun = session.journal.deploy().effects.some((effect) => effect.step === id);
  return isBegun ? undefined : (await session.kept.memory())[id];
}

/** Passes on what the step tells, until it ends or nobody waits for it any more. */
async function driven(
  session: Session,
  stream: AsyncGenerator<Parameters<Session['tell']>[0], StepEnd, void>,
): Promise<StepEnd | 'left'> {
  for (;;) {
    const next = await nextOrLeave(session, stream);
    if (next === 'left') return 'left';
    if (next.done === true) return next.value;
    session.tell(next.value);
  }
}

async function nextOrLeave<Next>(
  { stop, goingOn }: Session,
  stream: { next(): Promise<Next> },
): Promise<Next | 'left'> {
  const bounds = {
    limitMs: longestStepMs,
    leave: stop.leave,
    onGoesOn: (going: Promise<unknown>): void => void goingOn.push(going),
  };
  let thrown: unknown = null;
  const end = await bounded(bounds, () =>
    stream.next().catch((error: unknown) => {
      thrown = error;
      throw error;
    }),
  );
  if (end.kind === 'ended') return end.value;
  if (end.kind === 'left') return 'left';
  if (end.kind === 'threw') throw thrown;
  throw new StepFailure('It said nothing for twelve hours.');
}

/** Steps have deadlines of their own; this one is for a fault in them. */
const longestStepMs = 12 * 3600 * 1000;

async function keep(
  session: Session,
  step: StepId,
  end: Extract<StepEnd, { facts: unknown }>,
): Promise<void> {
  const { outcome, text, facts } = end;
  session.facts = { ...session.facts, [step]: facts };
  const ended = { step, outcome, text: safeText(text, { maxLength: 2000 }), facts };
  await session.journal.add({ record: 'step-ended', ...ended, atMs: nowOf(session) });
  await noteRelease(session);
}

async function rememberStep(
  session: Session,
  step: StepId,
  { hash, end }: { readonly hash: string | null; readonly end: Extract<StepEnd, { facts: unknown }> },
): Promise<void> {
  const { deployId } = session.journal.deploy();
  const release = (await session.kept.releases()).find((each) => each.deployId === deployId);
  const { outcome, facts } = end;
  const made = { deployId, releaseId: release?.id ?? null, atMs: nowOf(session) };
  await session.kept.remember(step, { hash, outcome, facts, ...made });
}

function failureOf(session: Session, error: unknown): StepEnd {
  const message = messageOf(error);
  if (error instanceof EffectUnknown || session.unknown !== null)
    return { outcome: 'inconclusive', text: message, ...evidenceOf(error) };
  if (error instanceof StepFailure) return { outcome: 'fail', text: message, ...evidenceOf(error) };
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  const evidence = stack.split('\n').slice(0, 6);
  return { outcome: 'fail', text: `It broke off: ${message}`, evidence, fix: null };
}

function evidenceOf(error: unknown): { readonly evidence: readonly string[]; readonly fix: string | null } {
  return error instanceof StepFailure
    ? { evidence: error.evidence, fix: error.fix }
    : { evidence: [], fix: null };
}

function say(session: Session, level: 'info' | 'warn' | 'error', text: string): void {
  session.tell({ kind: 'output', level, text: safeText(text, { maxLength: 2000 }) });
}
