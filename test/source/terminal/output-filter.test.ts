import { describe, expect, test } from 'vitest';
import { createOutputFilter } from '../../../source/terminal/output-filter.ts';

function filtered(text: string | Buffer): string {
  return createOutputFilter().feed(Buffer.from(text));
}

/** Fed byte by byte. */
function crumbled(text: string | Buffer): string {
  const filter = createOutputFilter();
  return [...Buffer.from(text)].map((byte) => filter.feed(Uint8Array.of(byte))).join('');
}

const both = { whole: filtered, 'byte by byte': crumbled };

describe.each(Object.entries(both))('the output of a pod, %s', (_name, filter) => {
  test.each([
    ['text of any script', 'häuser 日本語 👩‍🚀 \r\n\t\b\x07'],
    ['colours', '\x1b[1;38;5;208mwarm\x1b[38:2::1:2:3m\x1b[m'],
    ['the cursor', '\x1b[2J\x1b[H\x1b[12;40H\x1b[?25l\x1b[K\x1b[3A\x1b7\x1b8\x1b[s\x1b[u'],
    ['a full-screen program', '\x1b[?1049h\x1b[?1h\x1b=\x1b[1;24r\x1b[?2004h\x1b[?1006;1002h\x1b[>4;2m'],
    ['a soft reset, line drawing, the shape of the cursor', '\x1b[!p\x1b(0lqqk\x1b(B\x0e\x0f\x1b[5 q'],
    ['a title', '\x1b]0;root@pod: ~\x1b\\'],
    ['a link', '\x1b]8;id=1;https://example.org/a?b=c\x1b\\here\x1b]8;;\x1b\\'],
    ['the marks of a prompt', '\x1b]133;A\x1b\\$ '],
    ['what editors and prompts wait for', '\x1b[6n\x1b[c\x1b[>c\x1b[?2026$p\x1b[?u\x1b[5n'],
    ['keys of the kitty protocol', '\x1b[>1u\x1b[<u\x1b[=1;1u'],
    ['the window of screen', '\x1bkvim\x1b\\'],
  ])('keeps %s', (_what, text) => {
    expect(filter(text)).toBe(text);
  });

  test.each([
    ['the clipboard', '\x1b]52;c;cm0gLXJmIC8=\x07'],
    ['the clipboard, with the other end', '\x1b]52;c;?\x1b\\'],
    ['a font', '\x1b]50;#?\x07'],
    ['a file for iTerm', '\x1b]1337;File=inline=1:AAAA\x07'],
    ['a notification', '\x1b]9;you have won\x07\x1b]777;notify;a;b\x07\x1b]99;;hi\x1b\\'],
    ['a folder', '\x1b]7;file://evil/\x07'],
    ['queries of colours', '\x1b]10;?\x07\x1b]11;?\x1b\\\x1b]4;1;?\x07\x1b]12;?\x07'],
    ['windows', '\x1b[18t\x1b[21t\x1b[8;10;10t\x1b[3;0;0t\x1b[22;0t\x1b[23;0t\x1b[>2t'],
    ['device control strings', '\x1bP$qm\x1b\\\x1bP+q544e\x1b\\\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\'],
    ['application, privacy and other strings', '\x1b_Gi=1;AAAA\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\'],
    [
      'a name with text of its own choice',
      '\x1b[>q\x1b[=c\x1b[0x\x1b[1;1;1;1;1;1*y\x1b[?15n\x1b[?4m\x05\x1bZ',
    ],
    ['the printer', '\x1b[5i\x1b[?5i\x1b[4i'],
    ['a locked keyboard, 132 columns, other keys', '\x1b[2h\x1b[?3h\x1b[?40h\x1b[?9001h\x1b[12l'],
    ['terminals that no repair reaches', '\x1b[?2l\x1b[?38h'],
    ['a log here, a window that comes to the front', '\x1b[?46h\x1b[?1042;1043h'],
    ['other encodings', '\x1b%@\x1b G\x1b[62;0"p'],
    ['a link to what is no page', '\x1b]8;;javascript:alert(1)\x1b\\'],
    ['the locator', "\x1b[1;2'z\x1b[0'|"],
  ])('drops %s', (_what, text) => {
    expect(filter(`a${text}b`)).toBe('ab');
  });

  test('the controls of 8 bits stand for the same as with ESC', () => {
    expect(filter('a\u009d52;c;eA==\u009cb')).toBe('ab');
    expect(filter('\u009b31mred\u009b18t')).toBe('\x1b[31mred');
    expect(filter('a\u0090q\u009cb\u0085c')).toBe('abc');
  });

  test('bytes that are no UTF-8 are no controls', () => {
    expect(filter(Buffer.from([0x61, 0x9d, 0x35, 0x32, 0x07, 0x62]))).toBe('a�52\x07b');
  });

  test('a sequence given up in the middle takes nothing with it', () => {
    expect(filter('\x1b]52;c;eA\x18plain')).toBe('plain');
    expect(filter('\x1b[3\x1b[31mred')).toBe('\x1b[31mred');
    expect(filter('\x1b]52;c;\x1b[1mbold')).toBe('\x1b[1mbold');
    expect(filter('\x1b\x1b[31mred')).toBe('\x1b[31mred');
  });

  test('what is hidden in a sequence is not put together by its removal', () => {
    expect(filter('\x1b\x1b[18t]52;c;eA==\x07')).toBe(']52;c;eA==\x07');
    expect(filter('\x1b]\x1b]52;c;eA==\x07\x1b\\')).toBe('');
  });

  test('of several modes only those that act are taken out', () => {
    expect(filter('\x1b[?3;25h')).toBe('\x1b[?25h');
  });

  test('titles hold no controls, and are not long', () => {
    expect(filter('\x1b]2;a\nb\x07')).toBe('\x1b]2;ab\x1b\\');
    expect(filter(`\x1b]2;${'x'.repeat(3000)}\x07`)).toBe(`\x1b]2;${'x'.repeat(200)}\x1b\\`);
  });
});

test('a string without end takes no memory, and the next sequence ends it', () => {
  const filter = createOutputFilter();
  for (let piece = 0; piece < 50; piece++)
    expect(filter.feed(Buffer.alloc(100_000, 'x'.charCodeAt(0)))).toHaveLength(100_000);
  expect(filter.feed(Buffer.from('\x1b]2;'))).toBe('');
  for (let piece = 0; piece < 50; piece++)
    expect(filter.feed(Buffer.alloc(100_000, 'x'.charCodeAt(0)))).toBe('');
  expect(filter.feed(Buffer.from('\x1b[mhere again'))).toBe('\x1b[mhere again');
  expect(filter.feed(Buffer.from(`\x1b[${'1;'.repeat(10_000)}mtext`))).toBe('text');
});
