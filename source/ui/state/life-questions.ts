/** The questions before a pod is started, stopped, restarted, terminated, locked or unlocked. */
import type { Fleet } from '../../fleet/fleet.ts';
import type { Ask } from './action.ts';
import { lifeTargets } from './life-targets.ts';
import type { LifeWish } from './life-wish.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import { lifeRefusal } from './power.ts';
import type { Situation } from './situation.ts';
import { editText, fieldOf, type TextEdit } from './text-field.ts';
import { wordFor } from './typed-word.ts';
import type { LifeQuestion, View } from './view.ts';

export function openLife(view: View, wish: LifeWish, situation: Situation): Outcome {
  const targets = lifeTargets(view, wish, situation);
  if (!targets.ok) return noticed(view, { level: 'warn', text: targets.reason, atMs: situation.nowMs });
  const { action, podIds, leftOut } = targets;
  const isTyped =
    action === 'terminate' || (podIds.length > 1 && (action === 'stop' || action === 'restart'));
  const overlay: LifeQuestion = {
    kind: 'life',
    ...{ action, podIds, leftOut, about: aboutOf(podIds, situation.fleet) },
    choice: 'no',
    typed: isTyped ? fieldOf('') : null,
  };
  return { view: { ...view, overlay }, asks: asksOf(overlay, situation.fleet) };
}

function aboutOf(podIds: readonly string[], { pods }: Fleet): string {
  const [only = ''] = podIds;
  return podIds.length === 1 ? (pods.get(only)?.pod.name ?? only) : `${podIds.length} pods`;
}

/** What the question wants to know, asked for while it stands. */
function asksOf({ action, podIds }: LifeQuestion, { pods }: Fleet): readonly Ask[] {
  if (action === 'start' || action === 'lock' || action === 'unlock') return [];
  const running = podIds.filter((id) => pods.get(id)?.pod.state.kind === 'running');
  const unsaved: readonly Ask[] = running.length === 0 ? [] : [{ kind: 'ask-unsaved', podIds: running }];
  return action === 'restart' ? unsaved : [...unsaved, { kind: 'read-resource', resource: 'gpus' }];
}

/** What has to be typed; null where yes is enough. */
export function wordToType({ typed, podIds }: LifeQuestion, { pods }: Fleet): string | null {
  if (typed === null) return null;
  const [only] = podIds;
  if (podIds.length !== 1 || only === undefined) return String(podIds.length);
  return wordFor({ name: pods.get(only)?.pod.name ?? '', id: only });
}

export function isTypedRight(question: LifeQuestion, fleet: Fleet): boolean {
  const word = wordToType(question, fleet);
  return word === null || question.typed?.text.trim() === word;
}

export function editTyped(view: View, edit: TextEdit): View {
  const { overlay } = view;
  if (overlay?.kind !== 'life' || overlay.typed === null) return view;
  return { ...view, overlay: { ...overlay, typed: editText(overlay.typed, edit) } };
}

/** Enter does nothing until what is typed is right. */
export function enterTyped(view: View, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'life' || typedRefusal(overlay, situation.fleet) !== null) return seen(view);
  return answerLife(view, true, situation);
}

/**
 * Whether none of its pods is left, as where somebody else has terminated it. The question stays and says so: were it
 * closed, the rest of a name that is being typed would be taken for keys.
 */
export function haveGone({ podIds }: LifeQuestion, { pods }: Fleet): boolean {
  return !podIds.some((id) => pods.has(id));
}

/** Why Enter does nothing; null when it does what is asked. */
export function typedRefusal(question: LifeQuestion, fleet: Fleet): string | null {
  if (haveGone(question, fleet)) return `${goneText(question)}: Esc closes`;
  return isTypedRight(question, fleet) ? null : notRightYet;
}

export const notRightYet = 'what is typed is not right yet';

export function goneText({ about, podIds }: LifeQuestion): string {
  return `${about} ${podIds.length === 1 ? 'has' : 'have'} gone`;
}

/** Asked again of the pods as they are now: one may have been locked, or have gone, while the question stood. */
export function answerLife(view: View, yes: boolean, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'life') return seen(view);
  const closed: View = { ...view, overlay: null };
  if (haveGone(overlay, situation.fleet))
    return noticed(closed, { level: 'warn', text: goneText(overlay), atMs: situation.nowMs });
  if (!yes || !isTypedRight(overlay, situation.fleet)) return seen(closed);
  const { action, podIds } = overlay;
  const refusals: string[] = [];
  const asks = podIds.flatMap((podId): Ask[] => {
    const entry = situation.fleet.pods.get(podId);
    const reason = entry === undefined ? `${podId} has gone` : lifeRefusal(entry, action, situation);
    if (reason === null) return [{ kind: action, podId }];
    refusals.push(reason);
    return [];
  });
  const [text] = refusals;
  const shown: View =
    text === undefined ? closed : { ...closed, notice: { level: 'warn', text, atMs: situation.nowMs } };
  return { view: { ...shown, marks: shown.marks.length > 0 && podIds.length > 1 ? [] : shown.marks }, asks };
}
