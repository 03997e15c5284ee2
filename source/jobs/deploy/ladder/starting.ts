/** The container can be reached: RunPod has published its ports, or something answers at one. */
import type { Pod } from '../../../fleet/pod.ts';
import { answers } from './past.ts';
import { type Rung, reached, waiting } from './rung.ts';

export const starting: Rung = {
  id: 'starting',
  title: 'its ports are published',
  judge({ seen }) {
    const pod = seen.api.kind === 'pod' ? seen.api.pod : null;
    if (pod !== null && pod.ports.length > 0) return reached(`Published: ${portsText(pod)}.`);
    if (answers(seen)) return reached('Something in the pod answers; RunPod has published no port yet.');
    return waiting(
      'RunPod has published no port of the container yet',
      'A container that fails to start also looks like this: look at the pod’s system log on RunPod’s page.',
    );
  },
};

function portsText({ ports }: Pod): string {
  return ports
    .map(({ privatePort, type, ip, publicPort }) =>
      type === 'tcp' ? `${privatePort}/tcp at ${ip}:${publicPort}` : `${privatePort}/http`,
    )
    .join(', ');
}
