import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { safeDeep, safeText } from '../../../source/base/safe-text.ts';

const roomy = { maxLength: 10_000 };

const hostile: readonly (readonly [name: string, text: string, safe: string])[] = [
  ['colour', '\x1b[31mred\x1b[0m', 'red'],
  ['clear screen', 'a\x1b[2Jb', 'ab'],
  ['cursor home', '\x1b[1;1Hroot#', 'root#'],
  ['private mode with intermediates', 'a\x1b[?1049hb\x1b[!pc\x1b[2 qd', 'abcd'],
  ['title, ended by a bell', 'a\x1b]0;owned\x07b', 'ab'],
  ['title, ended by ST', 'a\x1b]0;owned\x1b\\b', 'ab'],
  ['clipboard write', 'x\x1b]52;c;cm0gLXJmIC8=\x07y', 'xy'],
  ['hyperlink', '\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\', 'click'],
  ['string without an end', 'a\x1b]0;everything after', 'a'],
  ['string without an end, next line kept', 'a\x1b]0;hidden\nshown', 'a shown'],
  ['DCS', 'a\x1bP+q544e\x1b\\b', 'ab'],
  ['APC', 'a\x1b_Gf=100;AAAA\x1b\\b', 'ab'],
  ['PM', 'a\x1b^private\x1b\\b', 'ab'],
  ['SOS', 'a\x1bXstring\x1b\\b', 'ab'],
  ['string cut short by CAN', 'a\x1b]0;x\x18b', 'ab'],
  ['string cut short by another sequence', 'a\x1b]0;x\x1b[31mb', 'ab'],
  ['eight-bit CSI', 'a\u009b31mb', 'ab'],
  ['eight-bit OSC', 'a\u009d0;x\u009cb', 'ab'],
  ['eight-bit DCS', 'a\u0090q#0\u009cb', 'ab'],
  ['sequence that appears when another is taken out', '\x1b\x1b[31m]0;x\x07y', ']0;xy'],
  ['nested twice', '\x1b\x1b]0;x\x07[31my', '[31my'],
  ['terminal reset', 'a\x1bcb', 'ab'],
  ['character set', 'a\x1b(0b', 'ab'],
  ['lone escape at the end', 'a\x1b', 'a'],
  ['unfinished CSI at the end', 'a\x1b[12;', 'a'],
  ['CSI interrupted by a letter outside ASCII', 'a\x1b[3éb', 'aéb'],
  ['carriage return that overwrites', 'ok\rFAILED', 'ok FAILED'],
  ['backspaces', 'safe\b\b\b\bevil', 'safeevil'],
  ['bell', 'ding\x07', 'ding'],
  ['null and delete', 'a\0b\x7fc', 'abc'],
  ['line breaks', 'a\r\nb\nc\u2028d\u0085e\x0bf\tg', 'a b c d e f g'],
  ['right-to-left override', 'photo\u202egnp.exe', 'photognp.exe'],
  ['isolates and marks', 'a\u2066b\u2069\u200fc\u061cd', 'abcd'],
  ['zero-width characters', 'ro\u200bo\u200dt\ufeff', 'root'],
  ['tag characters', 'hi\u{e0041}\u{e0042}\u{e007f}', 'hi'],
  ['variation selectors', 'a\ufe0fb\u{e0101}', 'ab'],
  ['soft hyphen and fillers', 'a\u00adb\u3164c\u115fd', 'abcd'],
  ['piled-up accents', `a${'\u0301'.repeat(50)}b`, 'a\u0301\u0301b'],
  ['lone surrogates', 'a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
  ['prompt reply (DECRQSS)', 'a\x1bP$q"p\x1b\\b', 'ab'],
];

describe('safeText', () => {
  test.each(hostile)('%s', (_name, text, safe) => {
    expect(safeText(text, roomy)).toBe(safe);
  });

  test('what is safe stays as it is, so a second pass changes nothing', () => {
    for (const [, text] of hostile) {
      const once = safeText(text, roomy);
      expect(safeText(once, roomy)).toBe(once);
      expect(once).not.toMatch(/[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    }
  });

  test('ordinary text of many scripts passes', () => {
    const text = 'NVIDIA H100 80GB HBM3 – 温度 72 °C – Привет – 🚀 – e\u0301';
    expect(safeText(text, roomy)).toBe(text);
  });

  test('length is capped without splitting a pair', () => {
    expect(safeText('abcdef', { maxLength: 4 })).toBe('abc…');
    expect(safeText('abcd', { maxLength: 4 })).toBe('abcd');
    expect(safeText('ab🚀🚀', { maxLength: 4 })).toBe('ab…');
    expect(safeText('é'.repeat(10), { maxLength: 3 })).toBe('éé…');
    expect(safeText('abc', { maxLength: 0 })).toBe('');
  });

  test('controls do not count towards the cap', () => {
    expect(safeText(`${'\x1b[31m'.repeat(100)}abc`, { maxLength: 3 })).toBe('abc');
  });

  test.each([
    ['escapes', '\x1b'],
    ['open strings', '\x1b]'],
    ['open control sequences', '\x1b[1;'],
    ['eight-bit openers', '\u009d'],
    ['accents', '\u0301'],
  ])('a megabyte of %s takes no longer per byte than a little of it', (_name, piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const startedMs = performance.now();
    safeText(text, { maxLength: 2_000_000 });
    // Quadratic time would be minutes.
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });
});

describe('safeDeep', () => {
  test('reaches keys and values at any depth and leaves other values alone', () => {
    const value = { 'a\x1b[31m': ['x\x07', 1, null, true, { b: 'c\u202ed' }] };
    expect(safeDeep(value)).toEqual({ a: ['x', 1, null, true, { b: 'cd' }] });
  });

  test('leaves out a prototype in disguise', () => {
    const value: unknown = JSON.parse('{"__proto__":{"admin":true},"__pro\\u200bto__":{"admin":true},"a":1}');
    const safe = safeDeep(value);
    expect(safe).toEqual({ a: 1 });
    expect(Object.getPrototypeOf(safe)).toBe(Object.prototype);
  });

  test('copies nothing that is safe, and only what holds something that is not', () => {
    const value = {
      cards: [{ name: 'H100', watts: [1, 2] }, { name: 'H\x07100' }],
      pod: { id: 'a' },
      at: null,
    };
    const safe = safeDeep(value);
    expect(safe).toEqual({ cards: [value.cards[0], { name: 'H100' }], pod: { id: 'a' }, at: null });
    expect(Object.keys(safe)).toEqual(['cards', 'pod', 'at']);
    expect(safe.cards[0]).toBe(value.cards[0]);
    expect(safe.pod).toBe(value.pod);
    expect(value.cards[1]?.name).toBe('H\x07100');
    expect(safeDeep(safe)).toBe(safe);
  });

  test('of two keys that are one when safe, the later counts', () => {
    expect(safeDeep({ a: 1, 'a\x07': 2, b: 3 })).toEqual({ a: 2, b: 3 });
    expect(safeDeep({ 'a\x07': 1, a: 2 })).toEqual({ a: 2 });
  });

  test('bounds depth', () => {
    const value: unknown = JSON.parse(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`);
    expect(JSON.stringify(safeDeep(value))).toMatch(/^\[{20,30}null\]{20,30}$/);
  });

  test('caps each string', () => {
    expect(safeDeep({ text: 'x'.repeat(20) }, { maxLength: 5 })).toEqual({ text: 'xxxx…' });
  });
});
