/** Goes through the steps of a deploy in their order, until one does not go well or all are done. */
import type { StepId } from '../model/deploy.ts';
import { type Choice, chooseSteps, missingFor, missingText } from './choice.ts';
import { type Facts, factsIn, leftBehind } from './remembered.ts';
import { runStep, type StepRan } from './run-step.ts';
import { nowOf, type Session } from './session.ts';
import { contextOf } from './step-context.ts';

/** `left`: it was told to end at once; the journal knows how far it came. */
export type WalkEnd =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed' | 'inconclusive'; readonly step: StepId; readonly text: string }
  | { readonly kind: 'stopped' | 'left'; readonly step: StepId };

export async function walk(session: Session): Promise<WalkEnd> {
  const choice = chooseSteps(session.request);
  const reasons = new Map<StepId, string>();
  for (const step of choice.ids) {
    if (session.stop.leave.aborted) return { kind: 'left', step };
    if (session.stop.work.aborted) return { kind: 'stopped', step };
    const ended = await turn(session, choice, { step, reasons });
    if (ended !== null) return ended;
  }
  return { kind: 'passed' };
}

/** @returns How the deploy ends; null: it goes on with the next step. */
async function turn(
  session: Session,
  choice: Choice,
  { step, reasons }: { readonly step: StepId; readonly reasons: Map<StepId, string> },
): Promise<WalkEnd | null> {
  if (takeUp(session, step)) return null;
  const why = choice.leftOut.get(step);
  if (why !== undefined) {
    const reason = await leaveOut(session, step, why);
    if (reason !== null) reasons.set(step, reason);
    return null;
  }
  const missing = missingFor(choice, step, (id) => session.facts[id] !== undefined);
  if (missing !== null) {
    const text = missingText(missing, reasons.get(missing.needed) ?? 'it has left nothing.');
    return { kind: 'failed', step, text };
  }
  const ran = await runStep(session, step);
  if (ran.kind === 'done') return null;
  return endOf(session, step, ran);
}

function endOf(session: Session, step: StepId, ran: Exclude<StepRan, { kind: 'done' }>): WalkEnd {
  // Whoever leaves does not wish that anything is taken back, though the step was cut short by it.
  if (ran.kind === 'left' || session.stop.leave.aborted) return { kind: 'left', step };
  // That it was cut short is why it did not go well.
  if (session.stop.work.aborted) return { kind: 'stopped', step };
  return { ...ran, step };
}

/** Done by an earlier console, or earlier by this one. */
function takeUp(session: Session, step: StepId): boolean {
  const ended = session.journal.deploy().steps[step];
  if (ended === undefined || ended.outcome === 'fail' || ended.outcome === 'inconclusive') return false;
  const facts = factsIn(step, ended.facts);
  if (facts === null) return false;
  session.facts = withFacts(session, step, facts);
  tellSkipped(session, step, `Done already: ${ended.text}`);
  return true;
}

/** @returns Why there are no facts of it. */
async function leaveOut(session: Session, id: StepId, why: string): Promise<string | null> {
  const step = session.options.steps[id];
  const last = (await session.kept.memory())[id];
  const remembered = await leftBehind(step, await contextOf(session, id), last);
  const text = `Left out (${why}).`;
  tellSkipped(session, id, text);
  if (remembered.kind === 'again') return remembered.why;
  const { facts } = remembered;
  session.facts = withFacts(session, id, facts);
  await session.journal.add({
    record: 'step-ended',
    ...{ step: id, outcome: 'skipped', text, facts, atMs: nowOf(session) },
  });
  return null;
}

function tellSkipped(session: Session, step: StepId, text: string): void {
  const { title } = session.options.steps[step];
  session.tell({ kind: 'step-began', step, title });
  session.tell({ kind: 'step-ended', step, outcome: 'skipped', text, tookMs: 0 });
}

function withFacts(session: Session, step: StepId, facts: Facts): Session['facts'] {
  return { ...session.facts, [step]: facts };
}
