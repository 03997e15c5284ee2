import { expect, it } from 'vitest';
import { splitWords } from '../../../../source/simulator/pod/words.ts';

it.each([
  ['pod-agent stream', ['pod-agent', 'stream']],
  ["pod-agent  stream\t--nonce 'a b'", ['pod-agent', 'stream', '--nonce', 'a b']],
  ['echo "a \\"b\\" c"', ['echo', 'a "b" c']],
  ["echo it\\'s", ['echo', "it's"]],
  ["echo 'it'\\''s'", ['echo', "it's"]],
  ["echo '' x", ['echo', '', 'x']],
  ["echo '|;$'", ['echo', '|;$']],
  ['', []],
])('splits %s', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

it.each([
  'a | b',
  'a; b',
  'a && b',
  'echo $HOME',
  'echo "$HOME"',
  'echo `id`',
  "echo 'open",
  'echo "open',
  'a > b',
])('leaves to a shell: %s', (line) => {
  expect(splitWords(line)).toBeNull();
});
