/** The selected pod: beside the list, or on the whole body. */
import { ownFigures } from '../../../fleet/questions.ts';
import { podMoney } from '../../../money/pod-money.ts';
import { textWidth } from '../../../terminal/text-width.ts';
import { conditionLooks } from '../../draw/condition-look.ts';
import { type Span, spansWidth } from '../../draw/paint.ts';
import { titleLine } from '../../draw/title-line.ts';
import type { Frame } from '../../frame.ts';
import type { Rect } from '../../layout/rect.ts';
import { type DrawPane, filledRows } from '../pane.ts';
import { noPodSpans } from './no-pod-spans.ts';
import { tabs } from './tabs.ts';

export const drawDetail: DrawPane = (frame, { rect }) => {
  const { paint, view, selected } = frame;
  const focused = view.overlay === null && (view.detail.open || view.focus === 'detail');
  if (selected === null) {
    const hint = paint.line(noPodSpans(view), rect.width);
    return filledRows([titleLine(paint, rect.width, { title: 'pod', focused }), hint], rect);
  }
  const look = conditionLooks[selected.condition.kind];
  const condition: Span[] = [[`${look.glyph} ${selected.condition.word}`, look.role]];
  const room = rect.width - textWidth(selected.name) - spansWidth(condition) - 12;
  const right = [...condition, ...tabSpans(frame, room)];
  const content = detailLines(frame, rect);
  const top = Math.min(view.detail.top, Math.max(0, content.length - rect.height + 1));
  return filledRows(
    [
      titleLine(paint, rect.width, { title: selected.name, right, focused }),
      ...content.slice(top, top + rect.height - 1).map((spans) => paint.line(spans, rect.width)),
    ],
    rect,
  );
};

/** All lines of the tab that is open, before they are scrolled. */
export function detailLines(
  { selected, view, nowMs, fleet, forwards, histories, life }: Frame,
  rect: Rect,
): readonly (readonly Span[])[] {
  const tab = tabs.find(({ id }) => id === view.detail.tab) ?? tabs[0];
  if (selected === null || tab === undefined) return [];
  const { id } = selected.entry.pod;
  // What the pod sent last stands beside what RunPod says, each with its age: its cards and mounts are told by nobody else.
  const own = { ...selected, ...ownFigures(selected.entry) };
  return tab.lines(own, {
    width: rect.width,
    height: rect.height - 1,
    nowMs,
    life,
    observations: histories.of(id),
    forwards: forwards.forwards.filter(({ podId }) => podId === id),
    money: selected.entry.pod.provider === 'runpod' ? podMoney(fleet, id, nowMs) : null,
    idleStop: fleet.money.idleStops.get(id),
    keyWishes: view.keyWishes,
    others: () => [...fleet.pods.values()].map(({ pod }) => pod).filter((pod) => pod.id !== id),
  });
}

/** All tabs by name where there is room, else the one that is open and how many there are. */
function tabSpans({ view }: Frame, room: number): Span[] {
  const names = tabs.flatMap(({ id, title }): Span[] => [
    '  ',
    id === view.detail.tab ? [`[${title}]`, 'accent'] : [title, 'dim'],
  ]);
  if (spansWidth(names) <= room) return names;
  if (view.detail.tab === 'overview' && !view.detail.open) return [];
  const index = tabs.findIndex(({ id }) => id === view.detail.tab);
  return ['  ', [`${tabs[index]?.title ?? ''} ${index + 1}/${tabs.length}`, 'accent']];
}
