import { expect, it } from 'vitest';
import type { ServedStart } from '../../../pod-agent/protocol/served-health.ts';
import type { Phase, PhaseOutcome } from '../../../pod-agent/startup/phase.ts';
import { linesOf, runPhases } from '../../../pod-agent/startup/run-phases.ts';

const never = new AbortController().signal;

function phase(id: string, outcome: PhaseOutcome | Error): Phase {
  return {
    id,
    run: async () => {
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  };
}

const fine: PhaseOutcome = { outcome: 'done', found: ['all is well'], fix: null };
const bad: PhaseOutcome = { outcome: 'failed', found: ['no space left'], fix: 'Make some.' };

async function run(phases: readonly Phase[], signal = never) {
  const starts: ServedStart[] = [];
  const lines: string[] = [];
  // Only the phases themselves look at the rest of a pod.
  const pod = { signal, elapsedMs: () => 1234.4 } as Parameters<typeof runPhases>[1];
  const start = await runPhases(phases, pod, {
    onStart: (one) => starts.push(one),
    onLine: (one) => lines.push(one),
  });
  return { start, starts, lines };
}

it('is ready when every phase is done', async () => {
  const { start, starts } = await run([phase('a', fine), phase('b', { ...fine, outcome: 'warned' })]);
  expect(start).toMatchObject({ state: 'ready', tookMs: 1234, phases: [{ id: 'a' }, { id: 'b' }] });
  expect(starts.map(({ state, phases }) => [state, phases.length])).toEqual([
    ['starting', 1],
    ['ready', 2],
  ]);
});

it('goes on after a failure, and has failed all the same', async () => {
  const { start } = await run([phase('a', bad), phase('b', fine)]);
  expect(start.state).toBe('failed');
  expect(start.phases.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['a', 'failed'],
    ['b', 'done'],
  ]);
});

it('takes what a phase throws for its finding', async () => {
  const { start } = await run([phase('a', new Error('EIO: the disk is gone'))]);
  expect(start.phases[0]).toMatchObject({ outcome: 'failed', found: ['EIO: the disk is gone'] });
});

it('begins no phase when the pod is told to end', async () => {
  expect((await run([phase('a', fine)], AbortSignal.abort())).start.phases).toEqual([]);
});

it('prints a line for each phase, what else it found beneath, and the fix', () => {
  const lines = linesOf(
    {
      id: 'validate',
      outcome: 'failed',
      tookMs: 61,
      found: ['first', 'second \u001b[31mred'],
      fix: 'Mend it.',
    },
    { number: 2, of: 7 },
  );
  expect(lines).toEqual([
    '[2/7] validate        FAIL     61 ms  first',
    '                                      second  [31mred',
    '                                      fix: Mend it.',
  ]);
});
