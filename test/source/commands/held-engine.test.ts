/** An engine that was found is held for a minute, one that does not work not at all. */
import { expect, test } from 'vitest';
import { createHeldEngine } from '../../../source/commands/held-engine.ts';
import type { FoundEngine } from '../../../source/jobs/container/container-engine.ts';
import { engineNamed } from '../../../source/jobs/container/find-engine.ts';

const { signal } = new AbortController();
const run = () => Promise.reject(new Error('It is not asked.'));
const works: FoundEngine = { ok: true, engine: engineNamed({ program: 'podman' }, { run }) };

test('it is asked again when a minute is over, and at once where it does not work', async () => {
  let atMs = 0;
  let asked = 0;
  let answer: FoundEngine = { ok: false, reason: 'Its daemon is down.', fix: 'Start it.' };
  const hold = createHeldEngine(() => atMs);
  const find = () => {
    asked += 1;
    return Promise.resolve(answer);
  };
  expect(await hold(find)(signal)).toMatchObject({ ok: false });
  answer = works;
  expect(await hold(find)(signal)).toBe(works);
  expect(await hold(find)(signal)).toBe(works);
  expect(asked).toBe(2);
  atMs = 60_000;
  await hold(find)(signal);
  expect(asked).toBe(3);
});
