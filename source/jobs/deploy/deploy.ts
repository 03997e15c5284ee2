/**
 * A deploy, from its first step to its verdict: begun, taken up again after a crash, taken back, or back to an earlier
 * release. Whatever happens, its journal says what was begun, nothing is done twice, and a failure is undone.
 */
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import { messageOf } from '../../base/message-of.ts';
import { safeText } from '../../base/safe-text.ts';
import { createEventQueue } from '../kinds/event-queue.ts';
import { beginSession } from './begin-session.ts';
import { lookAfterOpen } from './do-effect.ts';
import { endRelease, endUndoneRelease, noteRelease } from './note-release.ts';
import { type DeployOptions, nowOf, type Session } from './session.ts';
import { createStopWish, type StopWish } from './stop-wish.ts';
import { undoAll } from './undo.ts';
import { passText, refusal, undoneText, type Verdict, verdictOf, waysOn } from './verdicts.ts';
import { type WalkEnd, walk } from './walk.ts';

export type { DeployLimits, DeployOptions } from './session.ts';

/** Ends with a verdict, told when the journal is closed and the lock given back. Never throws. */
export async function* runDeploy(options: DeployOptions): AsyncGenerator<JobEventBody, void, void> {
  const queue = createEventQueue<JobEventBody>();
  const stop = createStopWish(options.handles);
  void conduct(options, queue.push, stop)
    .catch((error: unknown) => verdictOf('fail', `It broke off: ${messageOf(error)}`))
    .then((verdict) => {
      queue.push({ ...verdict, text: safeText(verdict.text, { maxLength: 4000 }) });
      queue.end();
    });
  try {
    yield* queue.all();
  } finally {
    // Nobody listens any more: what is still done is left to the journal.
    stop.abandon();
    stop.dispose();
  }
}

async function conduct(options: DeployOptions, tell: Session['tell'], stop: StopWish): Promise<Verdict> {
  const begun = await beginSession(options, { tell, stop });
  if (!begun.ok) return refusal(begun.reason);
  const { session } = begun;
  try {
    return await carried(session);
  } finally {
    await close(session);
  }
}

/** Another console must not begin while an act that nobody waits for may still come to its end. */
async function close({ journal, kept, goingOn }: Session): Promise<void> {
  const end = async (): Promise<void> => {
    await journal.close().catch(() => undefined);
    kept.release();
  };
  if (goingOn.length === 0) await end();
  else void Promise.allSettled(goingOn).then(end);
}

async function carried(session: Session): Promise<Verdict> {
  const { mode } = session.options.request;
  const { undoing, deployId } = session.journal.deploy();
  if (mode === 'abort') return await takeBack(session, 'stopped', 'Aborted.');
  if (mode === 'resume') say(session, 'info', `Goes on with the deploy ${deployId}.`);
  if (undoing !== null) return await takeBack(session, undoing.verdict, undoing.text);
  const doubt = mode === 'resume' ? await lookAfterOpen(session) : null;
  if (doubt !== null) return await leaveOpen(session, doubt);
  try {
    return await concluded(session, await walk(session));
  } catch (error) {
    say(session, 'error', messageOf(error));
    const step = session.journal.deploy().step;
    return await takeBack(session, 'fail', `Failed at ${step ?? 'the beginning'}: ${messageOf(error)}`);
  }
}

async function concluded(session: Session, end: WalkEnd): Promise<Verdict> {
  switch (end.kind) {
    case 'passed':
      return await pass(session);
    case 'failed':
      return await takeBack(session, 'fail', `Failed at ${end.step}: ${end.text}`);
    case 'stopped':
      return await takeBack(session, 'stopped', `Stopped at ${end.step}.`);
    case 'inconclusive':
      return await leaveOpen(session, `At ${end.step}: ${end.text}`);
    case 'left':
      return await ended(
        session,
        verdictOf('stopped', `Stopped at ${end.step}, and nothing was taken back. ${waysOn}`),
      );
  }
}

async function pass(session: Session): Promise<Verdict> {
  const text = passText(session.facts, await noteRelease(session));
  try {
    await endRelease(session, 'pass', text);
    await session.journal.add({ record: 'end', verdict: 'pass', text, isFinal: true, atMs: nowOf(session) });
    return verdictOf('pass', text);
  } catch (error) {
    // All is well with the pod, so nothing is taken back for the sake of a full disk.
    const trouble = `${text} It could not be written down: ${messageOf(error)}. \`pod-engine deploy --resume\` does it.`;
    return verdictOf('inconclusive', trouble);
  }
}

/** Nobody can tell whether it is well, so nothing is torn down. */
async function leaveOpen(session: Session, reason: string): Promise<Verdict> {
  const text = `Nobody can tell whether it is well. ${reason} Nothing was torn down: ${waysOn}`;
  return await ended(session, verdictOf('inconclusive', text));
}

type Ending = {
  /** There is nothing to go on with, and nothing to try again. */
  readonly isFinal: boolean;
  /** All of it has been taken back. */
  readonly isGone: boolean;
};

const unfinished: Ending = { isFinal: false, isGone: false };

async function ended(
  session: Session,
  verdict: Verdict,
  { isFinal, isGone }: Ending = unfinished,
): Promise<Verdict> {
  const { text } = verdict;
  const of = session.options.request.mode === 'abort' ? 'stopped' : verdict.verdict;
  try {
    await (isGone ? endUndoneRelease : endRelease)(session, of, text);
    await session.journal.add({ record: 'end', verdict: of, text, isFinal, atMs: nowOf(session) });
  } catch (error) {
    say(session, 'error', messageOf(error));
  }
  return verdict;
}

/** @param why One sentence, e.g. "Failed at push: …". */
async function takeBack(session: Session, verdict: 'fail' | 'stopped', why: string): Promise<Verdict> {
  const { journal, options } = session;
  // Where it cannot be written down, an abort is what takes back the rest.
  await journal
    .add({ record: 'undoing', verdict, text: why, atMs: nowOf(session) })
    .catch((error: unknown) => say(session, 'warn', messageOf(error)));
  const undone = await undoAll(session);
  for (const { title, text, advice } of undone.left) {
    say(session, 'error', `Could not be undone: ${title}: ${text}`);
    say(session, 'warn', `What to do: ${advice}`);
  }
  // A registry that is no more, or a key that was revoked, would keep the project closed for ever.
  const isGivenUp = options.request.mode === 'abort' && options.request.isForced;
  const isFinal = !undone.wasLeft && (isGivenUp || undone.left.every(({ isForGood }) => isForGood));
  const isGone = isFinal && undone.left.length === 0;
  const isAbort = options.request.mode === 'abort';
  const text = `${/[.!?]$/.test(why) ? why : `${why}.`} ${undoneText(undone)}`;
  return await ended(session, verdictOf(isAbort ? (isGone ? 'pass' : 'fail') : verdict, text), {
    isFinal,
    isGone,
  });
}

function say(session: Session, level: 'info' | 'warn' | 'error', text: string): void {
  session.tell({ kind: 'output', level, text: safeText(text, { maxLength: 2000 }) });
}
