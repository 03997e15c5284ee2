/** Whether this machine itself reaches RunPod: an API that does not answer is not a pod that is down. */
import { mayBeOurselves, type OutsideCheck } from './check.ts';
import { draft, evidence } from './draft.ts';

export const ownNetwork: OutsideCheck = {
  id: 'own-network',
  title: 'This machine’s way to RunPod',
  judge(seen) {
    const { api } = seen;
    if (api.kind === 'no-api') {
      return [
        draft({
          id: 'own-network-none',
          title: 'There is no API to ask for this host',
          status: 'skip',
          evidence: [],
        }),
      ];
    }
    if (api.kind === 'pod') {
      const took = [evidence('answer', `after ${Math.round(api.tookMs)} ms`, 'RunPod API')];
      return [
        draft({ id: 'own-network-well', title: 'The RunPod API answers', status: 'ok', evidence: took }),
      ];
    }
    const { code, message, hint } = api.failure;
    const said = [evidence('answer', message, 'RunPod API', 'the pod')];
    if (code === 'not-found') {
      return [
        draft({ id: 'own-network-well', title: 'The RunPod API answers', status: 'ok', evidence: said }),
      ];
    }
    return [
      draft({
        id: mayBeOurselves(seen) ? 'own-network-cut-off' : `own-network-${code}`,
        title: mayBeOurselves(seen)
          ? 'The RunPod API does not answer either: nothing can be said of the pod from here'
          : 'The RunPod API answers, but not about the pod',
        status: 'unknown',
        evidence: said,
        causes: mayBeOurselves(seen)
          ? ['This machine is cut off from the internet, or from RunPod.', 'RunPod’s API is down.']
          : [],
        advice: hint,
      }),
    ];
  },
};
