import { describe, expect, it } from 'vitest';
import { createLineDecoder } from '../../../pod-agent/protocol/line-decoder.ts';

function decode(chunks: readonly Uint8Array[], maxLineBytes = 64) {
  const lines: string[] = [];
  const droppedBytes: number[] = [];
  const decoder = createLineDecoder({
    maxLineBytes,
    onLine: (line) => lines.push(line),
    onDropped: ({ bytes }) => droppedBytes.push(bytes),
  });
  for (const chunk of chunks) decoder.push(chunk);
  decoder.end();
  return { lines, droppedBytes };
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function oneByOne(text: string): readonly Uint8Array[] {
  return [...bytes(text)].map((byte) => Uint8Array.of(byte));
}

describe('createLineDecoder', () => {
  it('gives the lines of a chunk, the empty ones too, and the last without a newline', () => {
    expect(decode([bytes('one\n\ntwo\nthree')])).toEqual({
      lines: ['one', '', 'two', 'three'],
      droppedBytes: [],
    });
  });

  it('does not end with a line that was never begun', () => {
    expect(decode([bytes('one\n')]).lines).toEqual(['one']);
    expect(decode([]).lines).toEqual([]);
  });

  it('keeps characters whole that are cut by a border', () => {
    expect(decode(oneByOne('Grüße €\n🚀 go\n')).lines).toEqual(['Grüße €', '🚀 go']);
  });

  it('takes the carriage return of a terminal away', () => {
    expect(decode([bytes('one\r'), bytes('\ntwo\r\nthr\ree\n')]).lines).toEqual(['one', 'two', 'thr\ree']);
  });

  it('replaces bytes that are no UTF-8 and goes on', () => {
    expect(decode([Uint8Array.of(0xff, 0xc3, 0x0a), bytes('fine\n')]).lines).toEqual([
      '\ufffd\ufffd',
      'fine',
    ]);
  });

  it.each([1, 7, 1000])(
    'drops a line over the limit, counts it, and finds the next, in chunks of %i',
    (size) => {
      const all = bytes(`before\n${'x'.repeat(200)}\nafter\n${'y'.repeat(64)}\n${'z'.repeat(65)}`);
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < all.length; at += size) chunks.push(all.subarray(at, at + size));
      expect(decode(chunks)).toEqual({
        lines: ['before', 'after', 'y'.repeat(64)],
        droppedBytes: [200, 65],
      });
    },
  );

  it('swallows 64 MB without a newline in time that is no multiple of the chunks', () => {
    const chunk = new Uint8Array(32 * 1024).fill(0x78);
    const chunks = Array.from({ length: 2048 }, () => chunk);
    const beganMs = performance.now();
    const { lines, droppedBytes } = decode([...chunks, bytes('\nfound\n')], 128 * 1024);
    // A decoder that looks at the whole line again with each chunk takes more than a minute.
    expect(performance.now() - beganMs).toBeLessThan(5000);
    expect(lines).toEqual(['found']);
    expect(droppedBytes).toEqual([64 * 1024 * 1024]);
  });

  it('does not hold on to the memory of a chunk that its owner uses again', () => {
    const chunk = bytes('half');
    const lines: string[] = [];
    const decoder = createLineDecoder({
      maxLineBytes: 64,
      onLine: (line) => lines.push(line),
      onDropped: () => {},
    });
    decoder.push(chunk);
    chunk.fill(0x2e);
    decoder.push(bytes(' line\n'));
    expect(lines).toEqual(['half line']);
  });
});
