/** The machinery: the budget, deadlines, and that no tuning spoils another. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { TuningResult } from '../../../pod-agent/protocol/optimisation.ts';
import { optimise } from '../../../pod-agent/tunings/optimise.ts';
import { swappiness } from '../../../pod-agent/tunings/swappiness.ts';
import type { Tuning } from '../../../pod-agent/tunings/tuning.ts';
import { createMadeUpMachine, type MadeUpMachine } from './made-up-machine.ts';

let machine: MadeUpMachine;

beforeEach(() => {
  machine = createMadeUpMachine();
});

function start(given: {
  readonly tunings: readonly Tuning[];
  readonly budgetMs?: number;
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}) {
  const { host, changes } = machine;
  return optimise({ host, changes, processIds: [1], budgetMs: 60_000, ...given });
}

/** A tuning that does the one thing, and is otherwise as swappiness. */
function odd(id: string, parts: Partial<Tuning>): Tuning {
  return { ...swappiness, id, ...parts };
}

const looksForEver = odd('looks-for-ever', { look: () => new Promise(() => {}) });
const statuses = (results: readonly TuningResult[]) => results.map(({ id, status }) => `${id} ${status}`);

describe('optimise', () => {
  it('goes on with the others where one throws or is not done in time', async () => {
    const throws = odd('throws', {
      look: () => {
        throw new Error('no such thing');
      },
    });
    const breaksOff = odd('breaks-off', { apply: () => Promise.reject(new Error('gone')) });
    const hangs = odd('hangs', { apply: () => new Promise(() => {}) });
    const tunings = [throws, looksForEver, breaksOff, hangs, swappiness];
    const report = await start({ tunings, deadlineMs: 50 }).settled;
    expect(statuses(report.tunings)).toEqual([
      'throws failed',
      'looks-for-ever failed',
      'breaks-off failed',
      'hangs failed',
      'swappiness applied',
    ]);
    expect(report.tunings[0]).toMatchObject({ before: null, evidence: 'It broke off: no such thing' });
    expect(report.tunings[3]).toMatchObject({
      before: '60',
      after: null,
      evidence: 'It was not done within 50 ms and was given up.',
    });
    expect(report).toMatchObject({ schema: 1, atMs: 1_800_000_000_000, dryRun: false, unfinished: [] });
  });

  it('reports within its budget what is done, and the rest when it settles', async () => {
    let release = () => {};
    const slow = odd('slow', {
      look: (seen) => new Promise((resolve) => (release = () => resolve(swappiness.look(seen)))),
    });
    const { withinBudget, settled } = start({ tunings: [slow, swappiness], budgetMs: 30 });
    const early = await withinBudget;
    expect(statuses(early.tunings)).toEqual(['swappiness applied']);
    expect(early.unfinished).toEqual(['slow']);
    release();
    const complete = await settled;
    expect(statuses(complete.tunings)).toEqual(['slow already', 'swappiness applied']);
    expect(complete.unfinished).toEqual([]);
    expect(early.unfinished).toEqual(['slow']);
  });

  it('does not wait for its budget where all is done', async () => {
    const { withinBudget, settled } = start({ tunings: [swappiness] });
    expect(await withinBudget).toEqual(await settled);
  });

  it('changes nothing any more after a deadline or once it was given up', async () => {
    const lateLook = (): Pick<Tuning, 'look'> => ({
      look: async (seen) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return swappiness.look(seen);
      },
    });
    const late = await start({ tunings: [odd('late', lateLook())], deadlineMs: 20 }).settled;
    expect(late.tunings[0]?.status).toBe('failed');
    const controller = new AbortController();
    const { settled } = start({ tunings: [odd('given-up', lateLook())], signal: controller.signal });
    controller.abort();
    expect((await settled).tunings[0]).toMatchObject({
      status: 'failed',
      before: '60',
      evidence: 'It was given up before anything was tried.',
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(machine.tried).toEqual([]);
  });
});
