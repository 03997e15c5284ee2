import { describe, expect, it } from 'vitest';
import { createFrameOutlet } from '../../pod-agent/frame-outlet.ts';
import type { EventFrame, SampleFrame } from '../../pod-agent/protocol/frames.ts';

const agent = { cpuPercent: null, residentBytes: null };

function sample(sequence: number): SampleFrame {
  return { kind: 'sample', sequence, atMs: 1, intervalMs: 1000, failures: [], agent, tookMs: 1 };
}

function event(text: string): EventFrame {
  return { kind: 'event', atMs: 1, level: 'info', text };
}

/** A reader that takes as many lines as it is told to. */
function slowReader() {
  const lines: string[] = [];
  let room = 0;
  let drained = () => {};
  const outlet = createFrameOutlet({
    write: (line) => {
      lines.push(line);
      room--;
      return room > 0;
    },
    onDrain: (listener) => {
      drained = listener;
    },
    monotonicMs: () => 7,
  });
  return {
    outlet,
    taken: () => lines.splice(0).map((line) => JSON.parse(line)),
    take(count: number) {
      room = count;
      drained();
    },
  };
}

describe('the frame outlet', () => {
  it('holds the last five minutes of samples and no more', () => {
    const { outlet, take, taken } = slowReader();
    outlet.send(sample(0));
    expect(outlet.blockedSinceMs()).toBe(7);
    for (let sequence = 1; sequence <= 400; sequence++) outlet.send(sample(sequence));
    expect(taken()).toHaveLength(1);
    take(1000);
    const replayed = taken();
    expect(replayed).toHaveLength(300);
    expect(replayed[0]).toMatchObject({ sequence: 101, replayed: true });
    expect(replayed.at(-1)).toMatchObject({ sequence: 400, replayed: true });
    expect(outlet.blockedSinceMs()).toBeNull();
    outlet.send(sample(401));
    expect(taken()).toEqual([sample(401)]);
  });

  it('stops again when the reader does, and loses nothing by it', () => {
    const { outlet, take, taken } = slowReader();
    for (let sequence = 0; sequence < 6; sequence++) outlet.send(sample(sequence));
    take(2);
    outlet.send(sample(6));
    take(100);
    expect(taken().map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('lets what is not a sample go first', () => {
    const { outlet, take, taken } = slowReader();
    for (const frame of [sample(0), sample(1), event('one'), event('two')]) outlet.send(frame);
    taken();
    take(100);
    expect(taken().map((frame) => frame.text ?? frame.sequence)).toEqual(['one', 'two', 1]);
  });
});
