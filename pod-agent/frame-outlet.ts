/**
 * Frames to a reader that may be slow. While it takes no more, the last five minutes of samples are held back and of the
 * rest only a few; when it takes more, they follow, the samples marked as replayed.
 */
import { encodeFrame } from './protocol/codec.ts';
import type { Frame, SampleFrame } from './protocol/frames.ts';

export type FrameOutlet = {
  send(frame: Frame): void;
  /** Since when, by the host's monotonic clock, the reader has taken nothing; null while it takes what comes. */
  blockedSinceMs(): number | null;
};

export type FrameOutletOptions = {
  /** As a stream's: takes the line in any case, and says false when no more should come before it has drained. */
  write(line: string): boolean;
  /** Without it, the next frame is the next attempt. */
  onDrain?: ((listener: () => void) => void) | undefined;
  monotonicMs(): number;
};

/** Five minutes at one a second. */
const maxHeldSamples = 300;
const maxHeldOthers = 32;

export function createFrameOutlet(options: FrameOutletOptions): FrameOutlet {
  const samples: SampleFrame[] = [];
  const others: Frame[] = [];
  let blockedSinceMs: number | null = null;

  function put(frame: Frame): void {
    if (!options.write(encodeFrame(frame))) blockedSinceMs ??= options.monotonicMs();
  }

  function hold(frame: Frame): void {
    if (frame.kind === 'sample') append(samples, frame, maxHeldSamples);
    else append(others, frame, maxHeldOthers);
  }

  function catchUp(): void {
    blockedSinceMs = null;
    while (blockedSinceMs === null) {
      const sample = others.length > 0 ? undefined : samples.shift();
      const frame = sample === undefined ? others.shift() : { ...sample, replayed: true };
      if (frame === undefined) return;
      put(frame);
    }
  }

  options.onDrain?.(catchUp);
  return {
    blockedSinceMs: () => blockedSinceMs,
    send(frame) {
      if (blockedSinceMs !== null && options.onDrain === undefined) catchUp();
      if (blockedSinceMs === null) put(frame);
      else hold(frame);
    },
  };
}

function append<Item>(items: Item[], item: Item, maxLength: number): void {
  items.push(item);
  if (items.length > maxLength) items.shift();
}
