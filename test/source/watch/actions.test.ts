/** What is asked of a cloud for each action, and what the operator is told of its answer. */
import { describe, expect, it } from 'vitest';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { Pod } from '../../../source/fleet/pod.ts';
import type { CloudFailureCode, CloudResult } from '../../../source/runpod/cloud.ts';
import { actOnPod, type SimpleAction } from '../../../source/watch/actions.ts';
import type { PodCloud } from '../../../source/watch/watch.ts';
import { makePod } from '../fleet/make.ts';

type Answer = CloudResult<{ readonly podId: string }>;

const accepted: Answer = { ok: true, value: { podId: 'pod1' } };
const failure = (code: CloudFailureCode): Answer => ({
  ok: false,
  code,
  message: 'What came back.',
  hint: 'What to do.',
  retryAfterMs: null,
});

async function act(action: SimpleAction, answer: Answer, pod: Pod = makePod()) {
  const asked: string[] = [];
  const events: FleetEvent[] = [];
  const say = (what: string): Promise<Answer> => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  const cloud: Pick<PodCloud, 'startPod' | 'stopPod' | 'restartPod' | 'terminatePod' | 'lockPod'> = {
    startPod: ({ podId, gpuCount }) => say(`start ${podId} ${gpuCount}`),
    stopPod: (podId) => say(`stop ${podId}`),
    restartPod: (podId) => say(`restart ${podId}`),
    terminatePod: (podId) => say(`terminate ${podId}`),
    lockPod: ({ podId, locked }) => say(`lock ${podId} ${locked}`),
  };
  const signal = new AbortController().signal;
  await actOnPod({ cloud, pod, action, signal, nowMs: () => 7, dispatch: (event) => events.push(event) });
  const last = events.at(-1);
  return {
    asked,
    kinds: events.map(({ kind }) => kind),
    last,
    text: last !== undefined && 'text' in last ? last.text : '',
  };
}

describe('an action', () => {
  it.each([
    ['start', 'start pod1 2', 'accepted'],
    ['stop', 'stop pod1', 'its volume still bills'],
    ['restart', 'restart pod1', 'made anew'],
    ['terminate', 'terminate pod1', 'goes from the list'],
    ['lock', 'lock pod1 true', 'neither be stopped nor reset'],
    ['unlock', 'lock pod1 false', 'can be stopped and reset again'],
  ] as const)('%s asks the API once, and says that it was accepted', async (action, request, said) => {
    const { asked, kinds, last, text } = await act(action, accepted);
    expect(asked).toEqual([request]);
    expect(kinds).toEqual(['asked', 'output', 'answered']);
    expect(last).toMatchObject({ ok: true });
    expect(text).toContain(said);
  });

  it('that is refused says what came back and what to do', async () => {
    const { last, text } = await act('terminate', failure('refused'));
    expect(last).toMatchObject({ kind: 'answered', ok: false });
    expect(text).toBe('terminate train-1 failed: What came back. What to do.');
  });

  it('whose answer is unclear may have been done: the row goes on saying so', async () => {
    for (const code of ['timeout', 'network', 'server', 'unexpected'] as const) {
      const { kinds, text } = await act('terminate', failure(code));
      expect(kinds).toEqual(['asked', 'output', 'output']);
      expect(text).toContain('it may have been done all the same');
    }
  });

  it('that the wire has not is offered in two steps', async () => {
    expect((await act('restart', failure('unsupported'))).text).toContain('stop it, and start it');
  });

  it('on a host given by hand asks nothing', async () => {
    const { asked, kinds } = await act('lock', accepted, makePod({ provider: 'ssh' }));
    expect(asked).toEqual([]);
    expect(kinds).toEqual(['output']);
  });
});
