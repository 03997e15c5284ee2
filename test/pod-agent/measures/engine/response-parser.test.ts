/** The parser gives the same answer wherever the bytes are cut, and knows nonsense for what it is. */
import { describe, expect, test } from 'vitest';
import { ResponseParser } from '../../../../pod-agent/measures/engine/response-parser.ts';
import { answers, nonsense, type WrittenAnswer } from './answers.ts';

type Read = {
  readonly place: string;
  readonly status: number;
  readonly keepsAlive: boolean;
  readonly body: string;
};

/** Feeds the parts one after another, and the rest that it did not take, if any, is given back. */
function read(parts: readonly Buffer[], parser: ResponseParser, body: () => string): Read & { rest: string } {
  const rest: Buffer[] = [];
  parser.begin();
  for (const part of parts) {
    const isOver = parser.place === 'complete' || parser.place === 'malformed';
    rest.push(isOver ? part : part.subarray(parser.feed(part, 0, part.length)));
  }
  parser.endOfConnection();
  const { status, keepsAlive } = parser.head;
  return {
    place: parser.place,
    status,
    keepsAlive,
    body: body(),
    rest: Buffer.concat(rest).toString('latin1'),
  };
}

function readOnce(parts: readonly Buffer[]) {
  const bodies: Buffer[] = [];
  const onBody = (bytes: Uint8Array, from: number, end: number) =>
    void bodies.push(Buffer.from(bytes.subarray(from, end)));
  const parser = new ResponseParser({ onHead: () => undefined, onBody });
  return read(parts, parser, () => Buffer.concat(bodies).toString('latin1'));
}

function expected({ status, keepsAlive, body }: WrittenAnswer) {
  return { place: 'complete', status, keepsAlive, body, rest: '' };
}

describe.each(answers)('$name', (answer) => {
  const bytes = Buffer.from(answer.text, 'latin1');

  test('in one piece', () => {
    expect(readOnce([bytes])).toEqual(expected(answer));
  });

  test('cut in two anywhere', () => {
    for (let at = 1; at < bytes.length; at += 1)
      expect(readOnce([bytes.subarray(0, at), bytes.subarray(at)]), `cut at ${at}`).toEqual(expected(answer));
  });

  test('byte by byte', () => {
    const parts = Array.from(bytes, (byte) => Buffer.from([byte]));
    expect(readOnce(parts)).toEqual(expected(answer));
  });

  test('is not complete before its last byte', () => {
    const parser = new ResponseParser();
    parser.feed(bytes, 0, bytes.length - 1);
    expect(parser.place).not.toBe('complete');
    expect(parser.place).not.toBe('malformed');
  });
});

const kept = answers.filter(({ endsByClose }) => endsByClose !== true);

test.each(kept)('does not take what follows: $name', (answer) => {
  const { rest, ...own } = readOnce([Buffer.from(`${answer.text}HTTP/1.1 500`, 'latin1')]);
  expect({ ...own, rest: '' }).toEqual(expected(answer));
  expect(rest).toBe('HTTP/1.1 500');
});

describe.each(Object.entries(nonsense))('%s', (_name, text) => {
  const bytes = Buffer.from(text, 'latin1');

  test('is malformed, in one piece and byte by byte', () => {
    expect(readOnce([bytes]).place).toBe('malformed');
    expect(readOnce(Array.from(bytes, (byte) => Buffer.from([byte]))).place).toBe('malformed');
  });
});

test('one parser reads different answers after another, cut at changing places', () => {
  const parser = new ResponseParser();
  for (let round = 0; round < 200; round += 1) {
    // Twice each, so that a head is met that is the one before.
    const answer = kept[Math.floor(round / 2) % kept.length] ?? kept[0];
    if (answer === undefined) throw new Error('There is no answer to read.');
    const bytes = Buffer.from(answer.text, 'latin1');
    const at = round % 3 === 0 ? bytes.length : (round * 7919) % bytes.length;
    const got = read([bytes.subarray(0, at), bytes.subarray(at)], parser, () => answer.body);
    expect(got, `${answer.name}, cut at ${at}`).toEqual(expected(answer));
  }
});

test('an unfinished answer is not completed by the end of its connection', () => {
  for (const { text } of kept) {
    const parser = new ResponseParser();
    parser.feed(Buffer.from(text, 'latin1'), 0, text.length - 1);
    expect(parser.endOfConnection()).toBe(false);
  }
});
