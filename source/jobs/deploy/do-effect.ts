/** Does an effect so that it is neither lost nor doubled: the intent on the disk before it begins, the result after it. */
import { messageOf } from '../../base/message-of.ts';
import { safeText } from '../../base/safe-text.ts';
import type { StepId } from '../model/deploy.ts';
import type { KeptEffect } from '../releases/kept-deploy.ts';
import { bounded } from './bounded.ts';
import { EffectUnknown } from './effect-unknown.ts';
import type { EffectDetails, EffectKind, EffectResults, FoundEffect } from './effects/effect.ts';
import type { Effects } from './effects/index.ts';
import { detailsOf, isEffectKind, resultOf } from './effects/schemas.ts';
import { nowOf, type Session } from './session.ts';
import { StepFailure } from './step.ts';

export async function doEffect<Kind extends EffectKind>(
  session: Session,
  asked: {
    readonly step: StepId;
    readonly kind: Kind;
    readonly key: string;
    readonly details: EffectDetails[Kind];
  },
  act: () => Promise<EffectResults[Kind]>,
): Promise<EffectResults[Kind]> {
  const { journal, stop } = session;
  const { step, kind, key, details } = asked;
  const earlier = await earlierResult(session, kind, key);
  if (earlier !== null) return earlier;
  if (stop.work.aborted) throw new StepFailure('It was stopped.');
  const number = journal.deploy().effects.length + 1;
  const intent = { effect: number, step, kind, key, details };
  await journal.add({ record: 'intent', ...intent, atMs: nowOf(session) });
  const result = await act().catch(async (error: unknown) => {
    if (error instanceof StepFailure && error.didNothing) await refused(session, number);
    else await lookAfterNumber(session, number);
    throw error;
  });
  await journal.add({ record: 'done', effect: number, result, atMs: nowOf(session) });
  return result;
}

/** Looks after everything of which only the intent is known. @returns Why nobody can tell; null when all is known. */
export async function lookAfterOpen(session: Session): Promise<string | null> {
  for (const effect of session.journal.deploy().effects) {
    if (effect.state.kind !== 'open') continue;
    const found = await lookAfter(session, effect);
    if (found.kind === 'unknown') return found.reason;
  }
  return null;
}

/** Asks the world, and writes the answer down. `unknown` leaves it open. */
export async function lookAfter(session: Session, effect: KeptEffect): Promise<FoundEffect> {
  const found = await find(session, effect);
  // Where it cannot be written down it stays open, and is looked after again.
  await note(session, effect.number, found).catch((error: unknown) => say(session, 'warn', messageOf(error)));
  const title = titleOf(session, effect);
  say(session, found.kind === 'unknown' ? 'warn' : 'info', foundTexts[found.kind](title));
  return found;
}

/** For people: `the pod "app-1"`. */
export function titleOf(
  session: { readonly options: { readonly effects: Effects } },
  { kind, details }: KeptEffect,
): string {
  if (!isEffectKind(kind)) return `an effect of the kind "${kind}"`;
  const known = detailsOf(kind, details);
  return known === null ? `an effect of the kind "${kind}"` : safe(session.options.effects[kind], known);
}

async function earlierResult<Kind extends EffectKind>(
  session: Session,
  kind: Kind,
  key: string,
): Promise<EffectResults[Kind] | null> {
  const isIt = (each: KeptEffect): boolean => each.kind === kind && each.key === key;
  const effect = session.journal.deploy().effects.findLast(isIt);
  if (effect?.state.kind === 'open') await lookAfter(session, effect);
  const state = session.journal.deploy().effects.findLast(isIt)?.state;
  if (state?.kind === 'open') {
    session.unknown = key;
    throw new EffectUnknown('Nobody can tell whether it has happened.');
  }
  if (session.unknown === key) session.unknown = null;
  if (state?.kind !== 'done') return null;
  const result = resultOf(kind, state.result);
  if (result === null) throw new Error(`The journal has a result of "${kind}" that cannot be understood.`);
  return result;
}

/** Where it cannot be written down it stays open, and is looked after when it is undone. */
async function refused(session: Session, number: number): Promise<void> {
  const record = { record: 'did-not', effect: number, atMs: nowOf(session) } as const;
  await session.journal.add(record).catch((error: unknown) => say(session, 'warn', messageOf(error)));
}

async function lookAfterNumber(session: Session, number: number): Promise<void> {
  const effect = session.journal.deploy().effects.find((each) => each.number === number);
  if (effect === undefined) return;
  // What the act has thrown is told in any case; this must not take its place.
  const found = await lookAfter(session, effect).catch(() => null);
  if (found === null || found.kind === 'unknown') session.unknown = effect.key;
}

async function note(session: Session, effect: number, found: FoundEffect): Promise<void> {
  const atMs = nowOf(session);
  if (found.kind === 'happened')
    await session.journal.add({ record: 'done', effect, result: found.result, atMs });
  if (found.kind === 'did-not') await session.journal.add({ record: 'did-not', effect, atMs });
}

async function find(session: Session, { kind, details }: KeptEffect): Promise<FoundEffect> {
  if (!isEffectKind(kind)) return { kind: 'unknown', reason: `This console knows no effect "${kind}".` };
  const known = detailsOf(kind, details);
  if (known === null) return { kind: 'unknown', reason: `The details of "${kind}" cannot be understood.` };
  return await findKind(session, kind, known);
}

async function findKind<Kind extends EffectKind>(
  session: Session,
  kind: Kind,
  details: EffectDetails[Kind],
): Promise<FoundEffect> {
  const { options, project, limits, stop, goingOn } = session;
  const bounds = {
    limitMs: limits.findMs,
    leave: stop.leave,
    onGoesOn: (going: Promise<unknown>): void => void goingOn.push(going),
  };
  const end = await bounded(bounds, (signal) =>
    options.effects[kind].find(details, { project, doors: options.doors, signal }),
  );
  if (end.kind === 'ended') return end.value;
  if (end.kind === 'threw') return { kind: 'unknown', reason: end.message };
  const seconds = Math.round(limits.findMs / 1000);
  const why = end.kind === 'late' ? `nobody answered within ${seconds} s` : 'it was not waited for';
  return { kind: 'unknown', reason: `Whether it happened is not known: ${why}.` };
}

const foundTexts: Readonly<Record<FoundEffect['kind'], (title: string) => string>> = {
  happened: (title) => `Begun before, and found to have happened: ${title}.`,
  'did-not': (title) => `Begun before, and found not to have happened: ${title}.`,
  unknown: (title) => `Begun before, and nobody can tell whether it happened: ${title}.`,
};

function safe<Details>(effect: { title(details: Details): string }, details: Details): string {
  try {
    return safeText(effect.title(details), { maxLength: 200 });
  } catch (error) {
    return messageOf(error);
  }
}

function say(session: Session, level: 'info' | 'warn', text: string): void {
  session.tell({ kind: 'output', level, text: safeText(text, { maxLength: 2000 }) });
}
