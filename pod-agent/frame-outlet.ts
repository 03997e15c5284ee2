/**
 * Frames to a reader that may be slow. While it does not take more, samples are skipped (the sampler keeps them) and
 * of the rest only a few are held; when it takes more, what was missed follows, marked as replayed.
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
  /** Without it, the next sample is the next attempt. */
  onDrain?: ((listener: () => void) => void) | undefined;
  samplesSince(sequence: number): readonly SampleFrame[];
  monotonicMs(): number;
};

const maxHeldFrames = 32;

export function createFrameOutlet(options: FrameOutletOptions): FrameOutlet {
  const held: Exclude<Frame, SampleFrame>[] = [];
  let blockedSinceMs: number | null = null;
  let newestSequence: number | null = null;

  function put(frame: Frame): void {
    if (frame.kind === 'sample') newestSequence = frame.sequence;
    if (!options.write(encodeFrame(frame))) blockedSinceMs ??= options.monotonicMs();
  }

  function catchUp(): void {
    blockedSinceMs = null;
    while (held.length > 0 && blockedSinceMs === null) {
      const frame = held.shift();
      if (frame !== undefined) put(frame);
    }
    if (newestSequence === null) return;
    for (const frame of options.samplesSince(newestSequence)) {
      if (blockedSinceMs !== null) return;
      put({ ...frame, replayed: true });
    }
  }

  options.onDrain?.(catchUp);
  return {
    blockedSinceMs: () => blockedSinceMs,
    send(frame) {
      if (blockedSinceMs !== null && options.onDrain === undefined) blockedSinceMs = null;
      if (blockedSinceMs === null) {
        put(frame);
      } else if (frame.kind !== 'sample') {
        held.push(frame);
        if (held.length > maxHeldFrames) held.shift();
      }
    },
  };
}
