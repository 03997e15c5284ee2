import { expect, it } from 'vitest';
import { logWords } from '../../../pod-agent/supervisor/nginx-program.ts';

it.each([
  ['nginx version: nginx/1.22.1\n', ['-e', 'stderr']],
  ['nginx version: nginx/1.19.5', ['-e', 'stderr']],
  ['nginx version: nginx/1.19.4', []],
  ['nginx version: nginx/1.18.0 (Ubuntu)', []],
  ['nginx version: nginx/2.0.0', ['-e', 'stderr']],
  ['', []],
])('%j takes the words %j for its log', (version, words) => {
  expect(logWords(version)).toEqual(words);
});
