import { expect, test } from 'vitest';
import {
  createEventSplitter,
  type ServerSentEvent,
} from '../../../../source/runpod/rest/server-sent-events.ts';

function split(pieces: readonly string[], longest = 1000): readonly ServerSentEvent[] {
  const splitter = createEventSplitter(longest);
  return pieces.flatMap((piece) => splitter.push(piece));
}

const stream = [
  ': keep-alive\n\n',
  'id: 2026-06-01T12:02:03Z/000000000001\ndata: {"line":"one"}\n\n',
  'id:2\r\ndata:{"line":\r\ndata: "two"}\r\n\r\n',
  'event: x\rdata: three\r\r',
  'retry: 5\n\n',
  'id: 4\nid\ndata\n\n',
  ':\n: data: no\ndata: five\n\n',
  'data: never whole',
].join('');

const events = [
  { id: '2026-06-01T12:02:03Z/000000000001', data: '{"line":"one"}', isCut: false },
  { id: '2', data: '{"line":\n"two"}', isCut: false },
  { id: null, data: 'three', isCut: false },
  { id: '', data: '', isCut: false },
  { id: null, data: 'five', isCut: false },
];

test('a stream with every way to end a line', () => {
  expect(split([stream])).toEqual(events);
});

test('cut anywhere, into two and into single letters, it gives the same', () => {
  for (let at = 0; at <= stream.length; at++) {
    expect(split([stream.slice(0, at), stream.slice(at)])).toEqual(events);
  }
  expect(split([...stream])).toEqual(events);
  expect(split([...stream].flatMap((letter) => [letter, '']))).toEqual(events);
});

test('what is too long is cut, told as such, and does not spoil what follows', () => {
  const long = 'x'.repeat(50);
  const pieces = [`id: 1\ndata: ${long}`, long, '\n\nid: 2\ndata: ok\n\n'];
  expect(split(pieces, 60)).toEqual([
    { id: '1', data: '', isCut: true },
    { id: '2', data: 'ok', isCut: false },
  ]);
  const many = `id: 3\n${`data: ${'y'.repeat(20)}\n`.repeat(5)}\ndata: ok\n\n`;
  expect(split([many], 60)).toEqual([
    { id: '3', data: expect.any(String), isCut: true },
    { id: null, data: 'ok', isCut: false },
  ]);
});
