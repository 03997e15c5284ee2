/**
 * The screen: fleet snapshots and key presses in, one React element out. It asks for things through `Operator` and
 * reaches nothing else. Every frame is made here; React only carries the rows that have changed to Ink.
 */
import { createElement, type ReactElement } from 'react';
import type { Fleet } from '../fleet/fleet.ts';
import type { TerminalEvent } from '../terminal/events.ts';
import { ScreenView } from './components/screen-view.tsx';
import type { Look } from './draw/look.ts';
import { createPaint } from './draw/paint.ts';
import { createFrameMaker, type Frame, type Histories } from './frame.ts';
import { createFrameStore } from './frame-store.ts';
import { actionsOfMouse } from './keys/mouse.ts';
import { actionsOf } from './keys/resolve.ts';
import type { Size } from './layout/request.ts';
import type { Operator } from './operator.ts';
import { performAsk } from './perform-ask.ts';
import { situationOf } from './situation.ts';
import type { Action } from './state/action.ts';
import { reduceView } from './state/reduce.ts';
import { initialView, type View } from './state/view.ts';

export type FleetStore = {
  snapshot(): Fleet;
  subscribe(listener: () => void): () => void;
  /** Tells the listeners at once what the store would have told them a little later. */
  flushNow(): void;
};

export type ScreenOptions = {
  readonly fleetStore: FleetStore;
  readonly operator: Operator;
  readonly size: Size;
  readonly look: Look;
  readonly nowMs: () => number;
  /** Nothing that changes a pod may be asked for, and the header says so. */
  readonly readOnly?: boolean;
  /** What advice is made from; without it there is too little to advise on. */
  readonly histories?: Histories;
};

const noHistories: Histories = { of: () => [] };

export type Screen = {
  readonly element: ReactElement;
  handleEvent(event: TerminalEvent): void;
  resize(size: Size): void;
  /** Once a second: the clock, and everything that has an age. */
  tick(nowMs: number): void;
  dispose(): void;
};

export function createScreen({
  fleetStore,
  operator,
  size: firstSize,
  look,
  nowMs,
  readOnly = false,
  histories = noHistories,
}: ScreenOptions): Screen {
  const makeNext = createFrameMaker(createPaint(look), histories);
  let size = firstSize;
  let view = initialView({ readOnly });
  let clockMs = wholeSecond(nowMs());
  let isHandling = false;

  const makeFrame = (): Frame => makeNext({ fleet: fleetStore.snapshot(), view, clockMs, size });
  let frame = reconciled(makeFrame());
  const store = createFrameStore(frame);

  /** The view after the rows may have changed: a selection for a pod that has gone, a scroll that has run out. */
  function reconciled(next: Frame): Frame {
    const settled = reduceView(view, { kind: 'rows-changed' }, situationOf(next)).view;
    if (settled === view) return next;
    view = settled;
    return makeFrame();
  }

  function show(): void {
    frame = reconciled(makeFrame());
    store.show(frame);
  }

  function perform(action: Action): void {
    const outcome = reduceView(view, action, situationOf(frame));
    changeView(outcome.view);
    for (const ask of outcome.asks) performAsk(operator, ask);
  }

  function changeView(next: View): void {
    if (next === view) return;
    view = next;
    frame = reconciled(makeFrame());
  }

  const unsubscribe = fleetStore.subscribe(() => {
    clockMs = wholeSecond(nowMs());
    frame = reconciled(makeFrame());
    // What is flushed for a key press is shown together with what the key does.
    if (!isHandling) store.show(frame);
  });

  return {
    element: createElement(ScreenView, { store }),
    handleEvent: (event) => {
      clockMs = wholeSecond(nowMs());
      isHandling = true;
      fleetStore.flushNow();
      for (const each of apart(event)) for (const action of actionsOfEvent(each, frame)) perform(action);
      isHandling = false;
      store.show(frame);
    },
    resize: (next) => {
      size = next;
      show();
    },
    tick: (atMs) => {
      clockMs = wholeSecond(atMs);
      show();
    },
    dispose: unsubscribe,
  };
}

function actionsOfEvent(event: TerminalEvent, frame: Frame): readonly Action[] {
  switch (event.kind) {
    case 'key':
      return actionsOf(event.key, frame.view, situationOf(frame));
    case 'paste': {
      const isTyping = frame.view.filter.field !== null || frame.view.overlay?.kind === 'help';
      return isTyping ? [{ kind: 'edit', edit: { kind: 'insert', text: event.text } }] : [];
    }
    case 'mouse':
      return actionsOfMouse(event, frame);
    case 'focus':
      return [];
  }
}

/**
 * Esc and the key after it, where a slow line delivered them together: no binding wants Alt, so nothing is lost by it,
 * and an Esc that was swallowed would be.
 */
function apart(event: TerminalEvent): readonly TerminalEvent[] {
  if (event.kind !== 'key' || !event.key.startsWith('alt+')) return [event];
  return [
    { kind: 'key', key: 'escape' },
    { kind: 'key', key: event.key.slice('alt+'.length) },
  ];
}

/** Ages and the clock change together, once a second, whatever else makes the screen draw. */
function wholeSecond(atMs: number): number {
  return Math.floor(atMs / 1000) * 1000;
}
