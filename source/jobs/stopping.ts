/**
 * How a run is stopped: asked, then told to end (TERM), then killed, each when the one before had no effect within its
 * time or the operator insists. What cannot be asked loses its connection at once; what ignores all of it is given up.
 */
import type { RunState } from './model/job.ts';

export type StopHow = Extract<RunState, { kind: 'stopping' }>['how'];

/** Carries one of the three to where the work is done. It may fail: then the next one is waited for. */
export type StopHandler = (how: StopHow) => Promise<void> | void;

export type StopTimes = {
  readonly askMs: number;
  readonly termMs: number;
  readonly killMs: number;
  readonly endMs: number;
};

/** A benchmark ends its load within a second, so five are patience enough. */
export const usualStopTimes: StopTimes = { askMs: 5000, termMs: 5000, killMs: 3000, endMs: 3000 };

/** Asked, it takes back what it has done to the world; told to end, it leaves that to its journal. Minutes are patience enough. */
export const deployStopTimes: StopTimes = { askMs: 600_000, termMs: 10_000, killMs: 3000, endMs: 3000 };

export type Stopping = {
  /** The next step: ask, TERM, KILL, then no more patience. */
  next(): void;
  /** Who is to be asked from now on. Returns what takes it back. */
  handle(handler: StopHandler): () => void;
  wasAsked(): boolean;
  dispose(): void;
};

export type StoppingOptions = {
  readonly times: StopTimes;
  onHow(how: StopHow): void;
  /** There is nobody to ask, or all three had no effect: the run's connection is closed. */
  onCut(isLastResort: boolean): void;
  /** Not even that ended it. */
  onGivenUp(): void;
  onTrouble(how: StopHow, error: unknown): void;
};

export function createStopping(options: StoppingOptions): Stopping {
  const { times } = options;
  let at = -1;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let handlers: readonly StopHandler[] = [];
  let isOver = false;

  const tell = (how: StopHow): void => {
    options.onHow(how);
    const handler = handlers.at(-1);
    if (handler === undefined) cut(false);
    else void carry(handler, how);
  };
  const steps: readonly { readonly act: () => void; readonly thenMs: number }[] = [
    { act: () => tell('asked'), thenMs: times.askMs },
    { act: () => tell('term'), thenMs: times.termMs },
    { act: () => tell('kill'), thenMs: times.killMs },
    { act: () => cut(true), thenMs: times.endMs },
    { act: () => options.onGivenUp(), thenMs: Number.POSITIVE_INFINITY },
  ];

  function next(): void {
    if (isOver) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    at = Math.min(at + 1, steps.length);
    const step = steps[at];
    if (step === undefined) return;
    // The time of this step begins first: its act may move on to the next one.
    if (Number.isFinite(step.thenMs)) timer = setTimeout(next, step.thenMs);
    step.act();
  }

  /** Whatever step it was at, only waiting for the end is left. */
  function cut(isLastResort: boolean): void {
    at = 3;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(next, times.endMs);
    options.onCut(isLastResort);
  }

  async function carry(handler: StopHandler, how: StopHow): Promise<void> {
    try {
      await handler(how);
    } catch (error) {
      if (!isOver) options.onTrouble(how, error);
    }
  }

  return {
    next,
    handle(handler) {
      handlers = [...handlers, handler];
      return () => {
        handlers = handlers.filter((each) => each !== handler);
      };
    },
    wasAsked: () => at >= 0,
    dispose() {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
