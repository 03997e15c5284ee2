/** Lines as programs write them, cut anywhere. */
import { expect, test } from 'vitest';
import { createLineDecoder } from '../../../../source/jobs/programs/line-decoder.ts';

function linesOf(...pieces: readonly string[]): string[] {
  const lines: string[] = [];
  const decoder = createLineDecoder((line) => lines.push(line));
  for (const piece of pieces) decoder.take(piece);
  decoder.end();
  return lines;
}

test('lines end with a newline, a carriage return or both, wherever the pieces are cut', () => {
  expect(linesOf('a\nb\r\nc\rd')).toEqual(['a', 'b', 'c', 'd']);
  expect(linesOf('a', 'b\r', '\nc', '\n')).toEqual(['ab', 'c']);
});

test('empty lines are left out, and the last one needs no ending', () => {
  expect(linesOf('\n\n  \nend')).toEqual(['end']);
  expect(linesOf('')).toEqual([]);
});

test('a line without end comes in parts, and no character is torn', () => {
  const line = `${'x'.repeat(7999)}🚀${'y'.repeat(9000)}`;
  const inOne = linesOf(line, '\n');
  const inMany = linesOf(...(line.match(/[\s\S]{1,777}/g) ?? []), '\n');
  for (const lines of [inOne, inMany]) {
    expect(lines.join('')).toBe(line);
    expect(lines.every((each) => each.length <= 8000 && !/\p{Surrogate}/u.test(each))).toBe(true);
  }
});
