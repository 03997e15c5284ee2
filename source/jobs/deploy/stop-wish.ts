/** How the operator's wish to stop reaches a deploy: asked, it takes back what it has done; told to end, it leaves that to its journal. */
import type { RunHandles } from '../kinds/kind.ts';

export type StopWish = {
  /** Aborted when no further work is wanted: the running step ends, and what was done is taken back. */
  readonly work: AbortSignal;
  /** Aborted when not even that is waited for. */
  readonly leave: AbortSignal;
  /** For whoever no longer listens. */
  abandon(): void;
  dispose(): void;
};

export function createStopWish(handles: Pick<RunHandles, 'signal' | 'onStop'>): StopWish {
  const work = new AbortController();
  const leave = new AbortController();
  const abandon = (): void => {
    work.abort();
    leave.abort();
  };
  const takeBack = handles.onStop((how) => (how === 'asked' ? work.abort() : abandon()));
  if (handles.signal.aborted) abandon();
  handles.signal.addEventListener('abort', abandon, { once: true });
  return {
    ...{ work: work.signal, leave: leave.signal, abandon },
    dispose() {
      takeBack();
      handles.signal.removeEventListener('abort', abandon);
    },
  };
}
