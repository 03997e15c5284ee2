import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../../pod-agent/protocol/codec.ts';
import type { Frame, HelloFrame } from '../../../pod-agent/protocol/frames.ts';
import { createStreamReader } from '../../../source/ssh/stream-reader.ts';

const nonce = '0123456789abcdef0123456789abcdef';
const hello: HelloFrame = {
  kind: 'hello',
  protocol: 1,
  nonce,
  agentVersion: '1.0.0',
  agentKind: 'agent',
  bootId: 'boot',
  intervalMs: 1000,
  atMs: 1_700_000_000_000,
  inventory: null,
};
const event = (text: string): Frame => ({ kind: 'event', atMs: 1_700_000_000_000, level: 'info', text });

function read(...chunks: (string | Uint8Array)[]) {
  const frames: Frame[] = [];
  let dropped = 0;
  const reader = createStreamReader({
    nonce,
    onFrame: (frame) => frames.push(frame),
    onDropped: () => {
      dropped++;
    },
  });
  for (const chunk of chunks) reader.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  reader.end();
  return { frames, dropped };
}

describe('before the hello', () => {
  test('all is noise, and none of it is counted', () => {
    const noise = 'Last login: never\n{"kind":"event"}\n\x1b]0;x\x07motd without an end\n';
    expect(read(noise, '\n', encodeFrame(hello))).toEqual({ frames: [hello], dropped: 0 });
  });

  test('frames are not believed, nor a hello with another nonce or none', () => {
    const forged = encodeFrame({ ...hello, nonce: 'f'.repeat(32) });
    const without = encodeFrame({ ...hello, nonce: null });
    expect(read(encodeFrame(event('early')), forged, without).frames).toEqual([]);
  });

  test('a line of megabytes is passed over', () => {
    expect(read('x'.repeat(3_000_000), '\n', encodeFrame(hello)).frames).toEqual([hello]);
  });
});

describe('after the hello', () => {
  test('garbled lines and those that are too long are dropped and counted; frames of newer agents only passed over', () => {
    const newer = '{"kind":"weather","degrees":7}\n';
    const { frames, dropped } = read(
      encodeFrame(hello),
      'garbled\n',
      `${'y'.repeat(200_000)}\n`,
      newer,
      encodeFrame(event('after')),
    );
    expect(frames).toEqual([hello, event('after')]);
    expect(dropped).toBe(2);
  });

  test('a second hello must have the nonce too', () => {
    const second = { ...hello, agentVersion: '1.0.1' };
    const { frames, dropped } = read(
      encodeFrame(hello),
      encodeFrame({ ...hello, nonce: null }),
      encodeFrame(second),
    );
    expect(frames).toEqual([hello, second]);
    expect(dropped).toBe(1);
  });

  test('every string is safe to show', () => {
    const { frames } = read(
      encodeFrame(hello),
      encodeFrame(event('\x1b]52;c;bad\x07red\x1b[31m \u202ecba\r\n')),
    );
    expect(frames[1]).toEqual(event('red cba '));
  });

  test('bytes may come one by one, also within a character', () => {
    const bytes = Buffer.from(encodeFrame(hello) + encodeFrame(event('72 °C 温度')));
    const { frames } = read(...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
    expect(frames).toEqual([hello, event('72 °C 温度')]);
  });
});
