import { expect, test } from 'vitest';
import { nearestWord } from '../../../source/base/nearest.ts';

const known = ['apiKey', 'apiKeyCommand', 'hosts', 'intervalMs', 'theme'];

test.each([
  ['api_key', 'apiKey'],
  ['APIKEY', 'apiKey'],
  ['apiKeyComand', 'apiKeyCommand'],
  ['host', 'hosts'],
  ['interval', 'intervalMs'],
  ['thme', 'theme'],
  ['colour', null],
  ['', null],
  ['x'.repeat(100_000), null],
])('%s', (word, nearest) => {
  expect(nearestWord(word, known)).toBe(nearest);
});
