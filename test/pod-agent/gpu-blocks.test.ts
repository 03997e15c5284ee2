import { expect, test } from 'vitest';
import { createBlockReader } from '../../pod-agent/gpu-blocks.ts';

const header = 'index, utilization.gpu [%]';

test('a block as large as expected is given out with its last row, and once', () => {
  const reader = createBlockReader(2);
  expect(take(reader, [header, '0, 1', '1, 2'])).toEqual([null, null, `${header}\n0, 1\n1, 2\n`]);
  expect(reader.pause()).toBeNull();
  expect(take(reader, ['0, 3', '1, 4'])).toEqual([null, `${header}\n0, 3\n1, 4\n`]);
});

test('a first block of unknown size is given out when no line comes for a moment', () => {
  const reader = createBlockReader(null);
  expect(take(reader, [header, '0, 1', '1, 2'])).toEqual([null, null, null]);
  expect(reader.pause()).toBe(`${header}\n0, 1\n1, 2\n`);
  expect(take(reader, ['0, 3', '1, 4'])).toEqual([null, `${header}\n0, 3\n1, 4\n`]);
});

test('a block that falls short waits for the next: a slow driver is no lost card', () => {
  const reader = createBlockReader(2);
  take(reader, [header, '0, 1', '1, 2', '0, 3']);
  expect(reader.pause()).toBeNull();
  expect(take(reader, ['1, 4'])).toEqual([`${header}\n0, 3\n1, 4\n`]);
});

test('a lost card shows with the beat after, and from then on at once', () => {
  const reader = createBlockReader(3);
  take(reader, [header, '0, 1', '1, 1', '2, 1']);
  expect(take(reader, ['0, 2', '2, 2', '0, 3'])).toEqual([null, null, `${header}\n0, 2\n2, 2\n`]);
  expect(take(reader, ['2, 3', '0, 4', '2, 4'])).toEqual([
    `${header}\n0, 3\n2, 3\n`,
    null,
    `${header}\n0, 4\n2, 4\n`,
  ]);
});

test('one card gives a block with each line', () => {
  const reader = createBlockReader(1);
  expect(take(reader, [header, '0, 1', '0, 2'])).toEqual([null, `${header}\n0, 1\n`, `${header}\n0, 2\n`]);
});

test('a card that no longer tells its index keeps its place in the block', () => {
  const reader = createBlockReader(2);
  take(reader, [header, '0, 1', '1, 2']);
  const lost = '[GPU is lost], [GPU is lost]';
  expect(take(reader, ['0, 3', lost, '0, 4', lost])).toEqual([
    null,
    `${header}\n0, 3\n${lost}\n`,
    null,
    `${header}\n0, 4\n${lost}\n`,
  ]);
});

test('what is no row, and what stands before the header, is left out', () => {
  const reader = createBlockReader(1);
  const lines = ['0, 1', header, 'Unable to determine the device handle', '', '0, 2'];
  expect(take(reader, lines)).toEqual([null, null, null, null, `${header}\n0, 2\n`]);
});

function take(reader: ReturnType<typeof createBlockReader>, lines: readonly string[]) {
  return lines.map((line) => reader.take(line));
}
