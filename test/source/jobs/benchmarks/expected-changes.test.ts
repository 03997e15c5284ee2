import { expect, test } from 'vitest';
import { readExpectedChanges } from '../../../../source/jobs/benchmarks/expected-changes.ts';

test('what is meant to change is named as the fingerprint has it, each once', () => {
  expect(readExpectedChanges('image, CPU limit,image')).toEqual({ ok: true, names: ['image', 'CPU limit'] });
});

test.each([
  ['imgae', 'Did you mean "image"?'],
  ['image,cpulimit', 'Did you mean "CPU limit"?'],
  ['image,', 'It must be of: pod, image, gpu,'],
  ['weather forecast', 'It must be of: pod, image, gpu,'],
])('"%s" is refused, with the nearest name that is known', (text, hint) => {
  expect(readExpectedChanges(text)).toEqual({ ok: false, reason: expect.stringContaining(hint) });
});
