/** A container is there. Until then RunPod's API cannot tell pulling, creating and booting apart: all are "no runtime". */
import { answers } from './past.ts';
import { type Rung, reached, waiting } from './rung.ts';

export const pulling: Rung = {
  id: 'pulling',
  title: 'the image is pulled',
  judge({ seen, expected }) {
    const { api, pod } = seen;
    if (api.kind === 'pod' && api.pod.state.kind === 'running') {
      const isOld = expected.how === 'in-place';
      return reached(`RunPod reports a container${isOld ? '; whether the new one, its version tells' : ''}.`);
    }
    if (answers(seen)) return reached('The pod answers, so its container runs; RunPod has not reported it.');
    const image = pod?.image ?? expected.images[0] ?? null;
    return waiting(
      `no container reported yet: RunPod does not tell pulling${image === null ? '' : ` ${image}`}, creating and booting apart`,
      'See that RunPod can pull the image (its name, and the registry’s credentials) and that it fits the container disk; the pod’s system log on RunPod’s page tells more.',
    );
  },
};
