/**
 * The screen: fleet snapshots and key presses in, one React element out. It asks for things through `Operator` and
 * reaches nothing else. Every frame is made here; React only carries the rows that have changed to Ink.
 */
import { createElement, type ReactElement } from 'react';
import { noResources, type ResourcesSnapshot } from '../fleet/catalogue.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { type ForwardsSnapshot, noForwards } from '../fleet/forwards.ts';
import { type DeploysSnapshot, noDeploys } from '../jobs/model/deploys.ts';
import { type JobsSnapshot, noJobs } from '../jobs/model/job.ts';
import { type LifeSnapshot, noLife } from '../life/life-snapshot.ts';
import { type LogsSnapshot, noLogs } from '../logs/model/snapshot.ts';
import type { TerminalEvent } from '../terminal/events.ts';
import { ScreenView } from './components/screen-view.tsx';
import type { Look } from './draw/look.ts';
import { createPaint } from './draw/paint.ts';
import { createFrameMaker, type Frame, type Histories } from './frame.ts';
import { createFrameStore } from './frame-store.ts';
import { actionsOfMouse } from './keys/mouse.ts';
import type { KeyWishes } from './keys/rebind.ts';
import { actionsOf, isTypingText } from './keys/resolve.ts';
import type { Size } from './layout/request.ts';
import type { Operator } from './operator.ts';
import { performAsk } from './perform-ask.ts';
import { situationOf } from './situation.ts';
import type { Action, Ask } from './state/action.ts';
import { reduceView } from './state/reduce.ts';
import { initialView } from './state/view.ts';

export type FleetStore = {
  snapshot(): Fleet;
  subscribe(listener: () => void): () => void;
  /** Tells the listeners at once what the store would have told them a little later. */
  flushNow(): void;
};

/** What has a snapshot, and tells when it is another. */
export type SnapshotStore<Snapshot> = {
  snapshot(): Snapshot;
  subscribe(listener: () => void): () => void;
};

export type JobsStore = SnapshotStore<JobsSnapshot>;

export type DeploysStore = SnapshotStore<DeploysSnapshot>;

export type ScreenOptions = {
  readonly fleetStore: FleetStore;
  readonly operator: Operator;
  /** Absent: there are none, and none can be started. */
  readonly jobs?: JobsStore;
  /** Absent: no project is known. */
  readonly deploys?: DeploysStore;
  /** Absent: there is no API to read them from. */
  readonly resources?: SnapshotStore<ResourcesSnapshot>;
  /** Absent: none can be opened. */
  readonly forwards?: SnapshotStore<ForwardsSnapshot>;
  /** Absent: none can be read. */
  readonly logs?: SnapshotStore<LogsSnapshot>;
  /** Absent: nothing can be asked of a pod's life. */
  readonly life?: SnapshotStore<LifeSnapshot>;
  readonly size: Size;
  readonly look: Look;
  readonly nowMs: () => number;
  /** Nothing that changes a pod may be asked for, and the header says so. */
  readonly readOnly?: boolean;
  /** Keys that the operator has chosen himself; they have to fit. */
  readonly keyWishes?: KeyWishes;
  /** What advice is made from; without it there is too little to advise on. */
  readonly histories?: Histories;
};

export type Screen = {
  readonly element: ReactElement;
  handleEvent(event: TerminalEvent): void;
  resize(size: Size): void;
  /** Something that the operator asked for has come to an end elsewhere: said in the footer for a while. */
  notify(level: 'info' | 'warn', text: string): void;
  /** Once a second: the clock, and everything that has an age. */
  tick(nowMs: number): void;
  dispose(): void;
};

export function createScreen(options: ScreenOptions): Screen {
  const { fleetStore, operator, look, nowMs, histories = noHistories } = options;
  const makeNext = createFrameMaker(createPaint(look), histories);
  const sources = sourcesOf(options);
  let { size } = options;
  let view = initialView(options);
  let clockMs = wholeSecond(nowMs());
  let isHandling = false;
  /** What the view asks for by itself, as when a fix has passed; put when the frame stands. */
  let owedAsks: readonly Ask[] = [];

  const makeFrame = (): Frame => makeNext({ ...sources.snapshots(), view, clockMs, size });
  let frame = reconciled(makeFrame());
  const store = createFrameStore(frame);

  /** The view after the rows may have changed: a selection for a pod that has gone, a scroll that has run out. */
  function reconciled(next: Frame): Frame {
    const settled = reduceView(view, { kind: 'rows-changed' }, situationOf(next));
    if (settled.view === view) return next;
    view = settled.view;
    owedAsks = [...owedAsks, ...settled.asks];
    return makeFrame();
  }

  function show(): void {
    frame = reconciled(makeFrame());
    store.show(frame);
    putOwedAsks();
  }

  function putOwedAsks(): void {
    const asks = owedAsks;
    owedAsks = [];
    for (const ask of asks) performAsk(operator, ask);
  }

  function perform(action: Action): void {
    const outcome = reduceView(view, action, situationOf(frame));
    if (outcome.view !== view) {
      view = outcome.view;
      frame = reconciled(makeFrame());
    }
    for (const ask of outcome.asks) performAsk(operator, ask);
  }

  function onNews(): void {
    clockMs = wholeSecond(nowMs());
    // What is flushed for a key press is shown together with what the key does.
    if (isHandling) frame = reconciled(makeFrame());
    else show();
  }

  const unsubscribe = sources.subscribe(onNews);

  return {
    element: createElement(ScreenView, { store }),
    handleEvent: (event) => {
      clockMs = wholeSecond(nowMs());
      isHandling = true;
      fleetStore.flushNow();
      for (const each of apart(event)) for (const action of actionsOfEvent(each, frame)) perform(action);
      isHandling = false;
      store.show(frame);
      putOwedAsks();
    },
    resize: (next) => {
      size = next;
      show();
    },
    notify: (level, text) => {
      perform({ kind: 'notice', level, text });
      show();
    },
    // With the figures that have gathered, which would make the screen draw a little later for themselves.
    tick: (atMs) => {
      isHandling = true;
      fleetStore.flushNow();
      isHandling = false;
      clockMs = wholeSecond(atMs);
      show();
    },
    dispose: unsubscribe,
  };
}

/** All that the screen shows, wherever it comes from. */
function sourcesOf({
  fleetStore,
  jobs = unchanging(noJobs),
  deploys = unchanging(noDeploys),
  resources = unchanging(noResources),
  forwards = unchanging(noForwards),
  logs = unchanging(noLogs),
  life = unchanging(noLife),
}: ScreenOptions) {
  const all = [fleetStore, jobs, deploys, resources, forwards, life, logs];
  return {
    snapshots: () => ({
      ...{ fleet: fleetStore.snapshot(), jobs: jobs.snapshot(), deploys: deploys.snapshot() },
      ...{ resources: resources.snapshot(), forwards: forwards.snapshot() },
      ...{ life: life.snapshot(), logs: logs.snapshot() },
    }),
    subscribe(listener: () => void): () => void {
      const unsubscribes = all.map((source) => source.subscribe(listener));
      return () => {
        for (const unsubscribe of unsubscribes) unsubscribe();
      };
    },
  };
}

const noHistories: Histories = { of: () => [] };

function unchanging<Snapshot>(snapshot: Snapshot): SnapshotStore<Snapshot> {
  return { snapshot: () => snapshot, subscribe: () => () => {} };
}

function actionsOfEvent(event: TerminalEvent, frame: Frame): readonly Action[] {
  switch (event.kind) {
    case 'key':
      return actionsOf(event.key, frame.view, situationOf(frame));
    case 'paste': {
      const isTyping = isTypingText(frame.view);
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
