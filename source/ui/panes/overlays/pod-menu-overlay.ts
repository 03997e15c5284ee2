/** The menu of a pod: what can be done with it, each with its key; what cannot, with the reason. */
import { type Box, boxed } from '../../draw/box.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import type { Frame } from '../../frame.ts';
import type { Binding } from '../../keys/binding.ts';
import { keyOf } from '../../keys/bound.ts';
import { keyLabel } from '../../keys/key-label.ts';
import { podMenuRows } from '../../keys/resolve.ts';
import { situationOf } from '../../situation.ts';
import { meantPods } from '../../state/job-targets.ts';
import { scrolledTop } from '../../state/movement.ts';
import type { Situation } from '../../state/situation.ts';

export function podMenuOverlay(frame: Frame, { index }: { readonly index: number }): Box {
  const { paint, size, view } = frame;
  const situation = situationOf(frame);
  const rows = podMenuRows(view);
  const cursor = Math.min(index, rows.length - 1);
  const room = Math.max(3, Math.min(rows.length, size.rows - 6));
  const top = scrolledTop(0, { index: cursor, count: rows.length, pageRows: room });
  const width = Math.min(92, size.columns - 2);
  const shown = rows
    .slice(top, top + room)
    .map((binding, at) => rowSpans(frame, { binding, situation, isMarked: top + at === cursor }));
  const last: Span[] = [
    ' ',
    [keyOf('menu.enter', view, { plain: true }), 'key'],
    [' or its key does it  ', 'dim'],
    ['Esc', 'key'],
    [' closes', 'dim'],
    [`  ${cursor + 1}/${rows.length}`, 'faint'],
  ];
  return boxed(paint, { title: titleOf(frame, situation), content: [...shown, [], last], size, width });
}

function titleOf({ view, selected }: Frame, situation: Situation): string {
  const pods = meantPods(view, situation);
  const [first] = pods;
  if (first === undefined) return 'no pod is selected';
  return pods.length === 1 ? first.pod.name : `${pods.length} marked, ${selected?.name ?? 'none'} selected`;
}

function rowSpans(
  { view, paint }: Frame,
  row: { readonly binding: Binding; readonly situation: Situation; readonly isMarked: boolean },
): Span[] {
  const { binding, situation, isMarked } = row;
  const reason = binding.disabledReason?.({ ...view, overlay: null }, situation) ?? null;
  const keys = binding.keys.map((key) => keyLabel(key, { plain: paint.look.glyphs === 'ascii' })).join(' ');
  const head: Span[] = [
    isMarked ? ['▸', 'accent'] : ' ',
    ...cell([[keys, reason === null ? 'key' : 'dim']], 8),
    ' ',
  ];
  if (reason === null) return [...head, [binding.label.split(/[;:]/)[0] ?? '', isMarked ? 'title' : 'text']];
  return [...head, [`${binding.id.replace(/^pods\./, '').replaceAll('-', ' ')}: ${reason}`, 'dim']];
}
