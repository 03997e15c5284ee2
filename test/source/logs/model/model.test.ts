import { describe, expect, test } from 'vitest';
import { prettyRows } from '../../../../source/logs/model/json-line.ts';
import { levelOf } from '../../../../source/logs/model/level-of.ts';
import { createLineReader } from '../../../../source/logs/model/line-reader.ts';
import { createMerger } from '../../../../source/logs/model/merge.ts';
import { hitsOf, parsePattern, testOf } from '../../../../source/logs/model/pattern.ts';
import { plainLine, safeLine } from '../../../../source/logs/model/safe-line.ts';
import { timeOf, timeOfValue } from '../../../../source/logs/model/time-of.ts';

describe('the level of a line', () => {
  test.each([
    ['{"level":"error","msg":"x"}', 'error'],
    ['{"severity":"WARNING","message":"x"}', 'warn'],
    ['{"level":50,"msg":"pino"}', 'error'],
    ['{"time":"2026-11-25T10:00:00+00:00","path":"/","status":502}', 'error'],
    ['{"time":"2026-11-25T10:00:00+00:00","path":"/","status":200}', 'info'],
    ['2026/11/25 22:35:48 [error] 31#31: *7 connect() failed', 'error'],
    ['2026/11/25 22:35:48 [notice] 1#1: start worker', 'info'],
    ['10.0.0.1 - - [25/Nov/2026:22:35:48 +0000] "GET /a HTTP/1.1" 503 12 "-" "curl"', 'error'],
    ['10.0.0.1 - - [25/Nov/2026:22:35:48 +0000] "GET /error HTTP/1.1" 200 12 "-" "curl"', 'info'],
    ['2026-11-25 10:00:00,123 - trainer - WARNING - loss is high', 'warn'],
    ['E1125 22:35:48.123456 1 main.cc:1] broke', 'error'],
    ['Traceback (most recent call last):', 'error'],
    ['torch.OutOfMemoryError: CUDA out of memory.', 'error'],
    ['\u001b[31mERROR\u001b[0m: it broke', 'error'],
    ['no errors were found', 'none'],
    ['step 1000 loss 0.12', 'none'],
  ])('%s', (text, level) => {
    expect(levelOf(text)).toBe(level);
  });
});

describe('the time of a line', () => {
  const at = Date.UTC(2026, 10, 25, 22, 35, 48);
  test.each([
    ['2026-11-25T22:35:48Z x', at],
    ['2026-11-25 22:35:48,250 x', at + 250],
    ['[2026-11-25T23:35:48.5+01:00] x', at + 500],
    ['2026/11/25 22:35:48 [error] x', at],
    ['1.2.3.4 - - [25/Nov/2026:22:35:48 +0000] "GET / HTTP/1.1" 200 1', at],
    ['no time', null],
    ['2026-13-45 99:00:00', null],
  ])('%s', (text, expected) => {
    expect(timeOf(text)).toBe(expected);
  });

  test('numbers by their size', () => {
    expect([at / 1000, at, at * 1000, at * 1e6].map(timeOfValue)).toEqual([at, at, at, at]);
    expect(timeOfValue(7)).toBeNull();
  });
});

test('a traceback belongs to its first line, and what follows it is a line of its own', () => {
  const read = createLineReader(1);
  const lines = [
    'Traceback (most recent call last):',
    '  File "a.py", line 1, in <module>',
    'ValueError: no',
    'next',
  ].map((text) => read({ atMs: null, text }));
  expect(lines.map(({ level, isContinued }) => [level, isContinued])).toEqual([
    ['error', false],
    ['error', true],
    ['error', true],
    ['none', false],
  ]);
});

describe('hostile lines', () => {
  test('colours stay, whatever else a terminal would obey goes', () => {
    const text = 'a\u001b[31mred\u001b[0m\u001b]52;c;aGk=\u0007\u001b[2J\u202eb\u0000c\u009b3J';
    expect(safeLine(text)).toBe('a\u001b[31mred\u001b[0mbc');
    expect(plainLine(safeLine(text))).toBe('aredbc');
  });

  test('a sequence in a sequence leaves nothing standing', () => {
    const left = safeLine('\u001b]52;c;\u001b[31mAAAA\u0007\u001b[3\u001b[0m1m');
    expect(left.replace(/\u001b\[[0-9;:]*m/g, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });

  test('a megabyte is cut, and says so', () => {
    const cut = safeLine('x'.repeat(1024 * 1024));
    expect(cut.length).toBeLessThan(17_000);
    expect(cut).toContain('1032192 more characters');
  });

  test('fields of JSON are safe when they are unescaped', () => {
    expect(prettyRows({ msg: 'hi\u001b]0;x\u0007', a: { b: 'one\ntwo' } })).toEqual([
      'hi',
      '  a:',
      '    b: one two',
    ]);
  });
});

describe('patterns', () => {
  test.each([
    ['abc', 'xABCx', true],
    ['!abc', 'xABCx', false],
    ['/a.c/', 'ABC', true],
    ['/a.c/c', 'ABC', false],
    ['!/^x/', 'abc', true],
    ['', 'anything', true],
  ])('%s in %s', (typed, text, expected) => {
    const parsed = parsePattern(typed);
    expect(parsed.ok && testOf(parsed.value)(text)).toBe(expected);
  });

  test('says what is wrong, and where the matches are', () => {
    expect(parsePattern('/(/')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('/(/ is no pattern'),
    });
    const parsed = parsePattern('/o+/');
    expect(parsed.ok && hitsOf(parsed.value, 'foo bo')).toEqual([
      [1, 3],
      [5, 6],
    ]);
  });
});

describe('merging', () => {
  const line = (origin: number, atMs: number | null, text: string) =>
    ({ origin, atMs, text, level: 'none', isContinued: false }) as const;

  test('by time within the window; a source keeps its own order', () => {
    const merger = createMerger(400);
    merger.add(line(1, 1000, 'b'), 5000);
    merger.add(line(2, 900, 'a'), 5010);
    merger.add(line(2, 1100, 'c'), 5020);
    merger.add(line(2, 500, 'late clock'), 5030);
    expect(merger.take(5399).length).toBe(0);
    expect(merger.take(5400).map(({ text }) => text)).toEqual(['a', 'b']);
    merger.add(line(1, null, 'without a time'), 5500);
    expect(merger.rest().map(({ text }) => text)).toEqual(['c', 'late clock', 'without a time']);
  });
});
