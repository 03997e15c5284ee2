/** Marked pods: what is asked for next is asked of all of them. */
import { moveInList } from './list.ts';
import { type Outcome, seen } from './outcome.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

/** Marks the selected pod, or takes its mark away, and goes on to the next row. */
export function toggleMark(view: View, situation: Situation): Outcome {
  const id = view.list.selectedId;
  if (id === null) return seen(view);
  const marks = view.marks.includes(id) ? view.marks.filter((each) => each !== id) : [...view.marks, id];
  return seen({ ...view, marks, list: moveInList(view.list, { rows: 1 }, situation) });
}

/** All that the filter lets through, added to those that are marked already. */
export function markAll(view: View, { podIds }: Situation): Outcome {
  return seen({ ...view, marks: [...new Set([...view.marks, ...podIds])] });
}

export function clearMarks(view: View): Outcome {
  return seen(view.marks.length === 0 ? view : { ...view, marks: [] });
}

/** Pods that have gone cannot stay marked: a job must not count them. */
export function presentMarks({ marks }: View, { fleet }: Situation): readonly string[] {
  return marks.every((id) => fleet.pods.has(id)) ? marks : marks.filter((id) => fleet.pods.has(id));
}
