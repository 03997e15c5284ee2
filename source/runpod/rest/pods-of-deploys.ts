/** Pods found again by the deploy that made them. */
import type { CreatedPod } from '../deploy-cloud.ts';
import { readEntries } from '../read-entries.ts';
import { createdPodOf, createdSchema } from './created-pod.ts';
import { deployIdIn, environmentSchema } from './environment.ts';
import type { ListOperation } from './list.ts';

/** A pod, and the deploy that made it or changed it last. */
export type PodOfDeploy = { readonly deployId: string; readonly pod: CreatedPod };

const schema = createdSchema.extend({ env: environmentSchema.nullish() });

/** All pods that carry the variable which a deploy gives them; of their variables no other is kept. */
export const podsOfDeploys: ListOperation<null, PodOfDeploy> = {
  action: () => 'look for the pods of deploys',
  path: () => '/pods',
  key: 'pods',
  isPaged: true,
  read(entries, reader) {
    const pods = readEntries(entries, { schema, what: 'pod', reader });
    if (pods.length < entries.length || pods.some(({ env }) => env === null || env === undefined)) {
      // A pod that is not known to be of no deploy must not count as one: it would be made a second time.
      const hint = 'Look at the list of pods in the web console.';
      return reader.fail('unexpected', 'the answer lacks the variables of some pods', hint);
    }
    return {
      ok: true,
      value: pods.flatMap((pod) => {
        const deployId = deployIdIn(pod.env ?? {});
        return deployId === null
          ? []
          : [{ deployId: reader.clean(deployId), pod: createdPodOf(pod, reader) }];
      }),
    };
  },
};
