/** A part of the newest frame; the component draws again only when that part differs by its own measure. */
import { useRef, useSyncExternalStore } from 'react';
import type { Frame } from '../frame.ts';
import type { FrameStore } from '../frame-store.ts';

export function useFrame<Part>(
  store: FrameStore,
  select: (frame: Frame) => Part,
  isSame: (left: Part, right: Part) => boolean,
): Part {
  const held = useRef<{ frame: Frame; select: unknown; part: Part } | null>(null);
  const read = () => {
    const frame = store.current();
    const last = held.current;
    if (last !== null && last.frame === frame && last.select === select) return last.part;
    const part = select(frame);
    const kept = last !== null && isSame(last.part, part) ? last.part : part;
    held.current = { frame, select, part: kept };
    return kept;
  };
  return useSyncExternalStore(store.subscribe, read);
}

export function sameRows(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((row, index) => row === right[index]);
}
