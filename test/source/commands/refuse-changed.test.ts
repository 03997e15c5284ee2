/** A pod that others have changed while a question about it stood. */
import { expect, it } from 'vitest';
import { exitCodes } from '../../../source/commands/exit-codes.ts';
import { refuseChanged } from '../../../source/commands/refuse-changed.ts';
import type { Pod } from '../../../source/fleet/pod.ts';
import type { CloudResult } from '../../../source/runpod/cloud.ts';
import { makePod } from '../fleet/make.ts';

const running = makePod({ state: { kind: 'running' } });
const stopped = makePod({ state: { kind: 'stopped', by: 'user' } });

async function ask(asked: Pod, answer: CloudResult<Pod>) {
  let said = '';
  const context = {
    signal: new AbortController().signal,
    say: (text: string) => {
      said += text;
    },
  };
  const code = await refuseChanged(context, { getPod: async () => answer }, asked);
  return { code, said };
}

const found = (pod: Pod): CloudResult<Pod> => ({ ok: true, value: pod });
const failure = { ok: false, message: 'What came back.', hint: '', retryAfterMs: null } as const;

it.each([
  ['started', stopped, running, /is running by now, and was stopped when this was asked: nothing was done/],
  ['stopped', running, stopped, /is stopped by now/],
  ['locked', running, { ...running, locked: true }, /is locked by now/],
])('that has been %s is left alone', async (_name, before, now, words) => {
  const { code, said } = await ask(before, found(now));
  expect(code).toBe(exitCodes.refused);
  expect(said).toMatch(words);
});

it('that has gone is said to have gone', async () => {
  const { code, said } = await ask(running, { ...failure, code: 'not-found' });
  expect(code).toBe(exitCodes.notFound);
  expect(said).toContain('has gone while this was asked');
});

it('that is as it was may be changed, and so may one of which nobody can tell', async () => {
  const starting = makePod({ state: { kind: 'initialising' } });
  expect(await ask(starting, found(running))).toEqual({ code: null, said: '' });
  expect(await ask(running, { ...failure, code: 'timeout' })).toEqual({ code: null, said: '' });
});
