/** The ladder and the proof on a pod of our own: the built agent as supervisor of a real nginx, and a real sshd. */
import { describe, expect, test } from 'vitest';
import { readyStep } from '../../../../../source/jobs/deploy/steps/ready.ts';
import { verifyStep } from '../../../../../source/jobs/deploy/steps/verify.ts';
import { startSshPod } from '../../../../neighbours/ssh-pod.ts';
import { sshdMissing } from '../../../../neighbours/sshd.ts';
import { buildAgent } from '../../../../pod-agent/built-agent.ts';
import { podsOf, startedPodMissing, untilReady } from '../../../../pod-agent/start/started-pod.ts';
import { at, closeAfterwards, outcomes, runStep, scriptedPod, textOf, up } from '../scripted-pod.ts';

const agent = buildAgent();
const start = podsOf(agent);
const missing = startedPodMissing ?? sshdMissing;

describe.skipIf(missing !== null)(`our own pod ${missing ?? ''}`, () => {
  test('is ready and proved with the version that its image told it, and with no other', {
    timeout: 120_000,
  }, async () => {
    const pod = await start({
      variables: { POD_VERSION: '1.4.0', POD_REVISION: 'c'.repeat(40), RUNPOD_GPU_COUNT: '0' },
    });
    await untilReady(pod);
    const sshd = await startSshPod();
    closeAfterwards(() => sshd.stop());
    const wishes = { sshd, proxyPort: pod.port, appPort: pod.port, api: () => up({ ssh: at(sshd) }) };
    const { context } = await scriptedPod(wishes);
    const ready = await runStep(readyStep.run(context));
    expect(ready.end).toMatchObject({ outcome: 'pass', facts: { bootId: expect.any(String) } });
    expect(outcomes(ready.told)).toHaveLength(7);
    expect(textOf(ready.told, 'ready/version')).toBe('Serves 1.4.0, revision cccccccccccc.');
    const facts = ready.end.outcome === 'pass' ? { ...context.facts, ready: ready.end.facts } : context.facts;
    const proved = await runStep(verifyStep.run({ ...context, facts }));
    expect(proved.end).toMatchObject({
      outcome: 'pass',
      facts: { by: ['proxy', 'ssh'], bootId: ready.end.outcome === 'pass' ? ready.end.facts.bootId : '' },
    });
    const { preflight } = context.facts;
    const wrong = preflight === undefined ? {} : { preflight: { ...preflight, version: '1.5.0' } };
    const other = await scriptedPod({ ...wishes, facts: wrong });
    const refused = await runStep(verifyStep.run(other.context));
    expect(refused.end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('it serves 1.4.0, not 1.5.0'),
    });
  });
});
