import { describe, expect, test } from 'vitest';
import type { TerminalEvent } from '../../../source/terminal/events.ts';
import { createKeyReader } from '../../../source/terminal/key-reader.ts';

/** A reader whose timers run only when the test says so. */
function reader() {
  const events: TerminalEvent[] = [];
  let waiting: (() => void) | null = null;
  let delayMs = 0;
  const keys = createKeyReader({
    onEvent: (event) => events.push(event),
    startTimer: (callback, forMs) => {
      waiting = callback;
      delayMs = forMs;
      return () => {
        waiting = null;
      };
    },
  });
  return {
    events,
    feed: (text: string | Uint8Array) => keys.feed(typeof text === 'string' ? Buffer.from(text) : text),
    letTimePass: () => waiting?.(),
    isWaiting: () => waiting !== null,
    delayMs: () => delayMs,
    stop: () => keys.stop(),
  };
}

function keysOf(...reads: string[]): string[] {
  const { events, feed, letTimePass } = reader();
  for (const text of reads) feed(text);
  letTimePass();
  return events.map((event) => (event.kind === 'key' ? event.key : JSON.stringify(event)));
}

describe('keys', () => {
  test.each<[string, string[]]>([
    ['jjj', ['j', 'j', 'j']],
    ['a\r', ['a', 'enter']],
    ['\x7f\x7f', ['backspace', 'backspace']],
    ['x\x03', ['x', 'ctrl+c']],
    ['\x1a', ['ctrl+z']],
    ['\t \x00', ['tab', 'space', 'ctrl+space']],
    ['\x1d\x1c', ['ctrl+]', 'ctrl+\\']],
    ['?JéЖ日🚀', ['?', 'J', 'é', 'Ж', '日', '🚀']],
    ['\x1b[A\x1b[B\x1bOC\x1bOD', ['up', 'down', 'right', 'left']],
    ['\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~', ['home', 'end', 'home', 'end', 'home', 'end']],
    ['\x1b[2~\x1b[3~\x1b[5~\x1b[6~', ['insert', 'delete', 'pageup', 'pagedown']],
    ['\x1bOP\x1b[11~\x1b[[A\x1b[15~\x1b[24~', ['f1', 'f1', 'f1', 'f5', 'f12']],
    ['\x1b[Z', ['shift+tab']],
    ['\x1b[1;2A\x1b[1;5C\x1b[1;3D\x1b[3;5~', ['shift+up', 'ctrl+right', 'alt+left', 'ctrl+delete']],
    ['\x1b[1;8A', ['ctrl+alt+shift+up']],
    ['\x1bx\x1bJ\x1b\r\x1b\x01', ['alt+x', 'alt+J', 'alt+enter', 'ctrl+alt+a']],
    ['\x1b[99;5u\x1b[27;5;99~\x1b[97;1u', ['ctrl+c', 'ctrl+c', 'a']],
    ['\x1b', ['escape']],
    ['\x1b\x1b', ['escape', 'escape']],
    ['\x1b\x1b[A', ['escape', 'up']],
    ['\x1b[', ['alt+[']],
    ['\x1bO', ['alt+O']],
  ])('%j', (bytes, keys) => {
    expect(keysOf(bytes)).toEqual(keys);
  });

  test.each([
    '\x1b[?62;4c',
    '\x1b[?2026;2$y',
    '\x1b[38;5R',
    '\x1b]11;rgb:0000/0000/0000\x1b\\',
    '\x1b]11;rgb:0000/0000/0000\x07',
    '\x1bP1$r0m\x1b\\',
    '\x1b[E',
    '\x1b[200;1u'.replace('200', '57358'),
    '\x1b[99~',
    '\x1b[4',
    '\u0085\ud800',
  ])('%j is not text', (bytes) => {
    const withoutText = keysOf(bytes).filter((key) => [...key].length === 1 && key < '\ue000');
    expect(withoutText).toEqual([]);
  });

  test('a sequence that is broken off does not take the next key with it', () => {
    expect(keysOf('\x1b[1\x03')).toEqual(['ctrl+c']);
    expect(keysOf('\x1b[1\x1b[A')).toEqual(['up']);
    expect(keysOf(`\x1b]${'x'.repeat(300)}`, 'j')).toEqual(['j']);
  });
});

describe('what one read holds does not matter', () => {
  const bytes = Buffer.from(
    'jé🚀\x1b[1;5A\x1bOP\x1b[<0;10;3M\x1b[200~a\x1b[Ab\r\nc\x1b[201~\x1b[Ox\x1b[3~\x03',
  );
  const expected = [
    'j',
    'é',
    '🚀',
    'ctrl+up',
    'f1',
    'mouse',
    'paste a[Ab\nc',
    'focus',
    'x',
    'delete',
    'ctrl+c',
  ];

  test.each([1, 2, 3, 5, 7, 1000])('in reads of %i bytes', (size) => {
    const { events, feed } = reader();
    for (let start = 0; start < bytes.length; start += size) feed(bytes.subarray(start, start + size));
    expect(events.map(summary)).toEqual(expected);
  });
});

function summary(event: TerminalEvent): string {
  if (event.kind === 'key') return event.key;
  return event.kind === 'paste' ? `paste ${event.text}` : event.kind;
}

describe('the escape key', () => {
  test('is told from a sequence that comes late by waiting 40 ms', () => {
    const { events, feed, isWaiting, delayMs } = reader();
    feed('\x1b');
    expect(events).toEqual([]);
    expect(isWaiting()).toBe(true);
    expect(delayMs()).toBe(40);
    feed('[A');
    expect(events).toEqual([{ kind: 'key', key: 'up' }]);
    expect(isWaiting()).toBe(false);
  });

  test('is given up with everything else when the reader stops', () => {
    const { events, feed, stop, isWaiting } = reader();
    feed('\x1b');
    stop();
    expect(isWaiting()).toBe(false);
    feed('[A');
    expect(events.map(summary)).toEqual(['[', 'A']);
  });
});

describe('paste', () => {
  test('is text, whatever it holds, and has a limit', () => {
    const { events, feed } = reader();
    feed(`\x1b[200~q\x03${'x'.repeat(70_000)}\x1b[201~j`);
    expect(events).toEqual([
      { kind: 'paste', text: `q${'x'.repeat(65_534)}` },
      { kind: 'key', key: 'j' },
    ]);
  });

  test('whose end never comes gives the keys back after a while', () => {
    const { events, feed, letTimePass } = reader();
    feed('\x1b[200~abc\x1b[20');
    letTimePass();
    feed('j');
    expect(events).toEqual([
      { kind: 'paste', text: 'abc' },
      { kind: 'key', key: 'j' },
    ]);
  });
});

test('the mouse, in cells counted from 1', () => {
  const { events, feed } = reader();
  feed(
    '\x1b[<0;10;3M\x1b[<0;10;3m\x1b[<34;11;4M\x1b[<64;1;2M\x1b[<65;1;2M\x1b[<35;5;5M\x1b[<66;1;1M\x1b[<0;;M',
  );
  expect(events).toEqual([
    { kind: 'mouse', action: 'press', button: 1, column: 10, row: 3 },
    { kind: 'mouse', action: 'release', button: 1, column: 10, row: 3 },
    { kind: 'mouse', action: 'drag', button: 3, column: 11, row: 4 },
    { kind: 'mouse', action: 'wheel-up', button: 0, column: 1, row: 2 },
    { kind: 'mouse', action: 'wheel-down', button: 0, column: 1, row: 2 },
  ]);
});

test('focus', () => {
  const { events, feed } = reader();
  feed('\x1b[I\x1b[O');
  expect(events).toEqual([
    { kind: 'focus', focused: true },
    { kind: 'focus', focused: false },
  ]);
});
