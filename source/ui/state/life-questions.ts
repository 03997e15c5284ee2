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
    ...{ action, podIds, leftOut },
    choice: 'no',
    typed: isTyped ? fieldOf('') : null,
  };
  return { view: { ...view, overlay }, asks: asksOf(overlay, situation.fleet) };
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
  if (overlay?.kind !== 'life' || !isTypedRight(overlay, situation.fleet)) return seen(view);
  return answerLife(view, true, situation);
}

/** A question about pods of which none is left would take the keys and show nothing. */
export function withoutGoneQuestion(view: View, { fleet, nowMs }: Situation): View {
  const { overlay } = view;
  if (overlay?.kind !== 'life' && overlay?.kind !== 'edit') return view;
  const podIds = overlay.kind === 'life' ? overlay.podIds : [overlay.podId];
  if (podIds.some((id) => fleet.pods.has(id))) return view;
  const text = podIds.length === 1 ? 'the pod has gone' : 'the pods have gone';
  return { ...view, overlay: null, notice: { level: 'warn', text, atMs: nowMs } };
}

/** Asked again of the pods as they are now: one may have been locked, or have gone, while the question stood. */
export function answerLife(view: View, yes: boolean, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'life') return seen(view);
  const closed: View = { ...view, overlay: null };
  if (!yes || !isTypedRight(overlay, situation.fleet)) return seen(closed);
  const { action, podIds } = overlay;
  const refusals: string[] = [];
  const asks = podIds.flatMap((podId): Ask[] => {
    const entry = situation.fleet.pods.get(podId);
    const reason = entry === undefined ? `${podId} has gone` : lifeRefusal(entry, action);
    if (reason === null) return [{ kind: action, podId }];
    refusals.push(reason);
    return [];
  });
  const [text] = refusals;
  const shown: View =
    text === undefined ? closed : { ...closed, notice: { level: 'warn', text, atMs: situation.nowMs } };
  return { view: { ...shown, marks: shown.marks.length > 0 && podIds.length > 1 ? [] : shown.marks }, asks };
}
