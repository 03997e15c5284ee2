/** Holds the newest frame outside React, so that a component draws again only when its own rows have changed. */
import type { Frame } from './frame.ts';

export type FrameStore = {
  current(): Frame;
  subscribe(listener: () => void): () => void;
  show(frame: Frame): void;
};

export function createFrameStore(first: Frame): FrameStore {
  let frame = first;
  const listeners = new Set<() => void>();
  return {
    current: () => frame,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show: (next) => {
      frame = next;
      for (const listener of [...listeners]) listener();
    },
  };
}
