import { z } from 'zod';
import { type CreatedPod, deployIdVariable } from '../deploy-cloud.ts';
import { readEntries } from '../read-entries.ts';
import { listOfMyself } from './ask-myself.ts';
import { variableIn } from './environment.ts';
import type { Operation } from './operation.ts';
import { createdPodOf, createdSchema, createdSelection } from './read-created.ts';

/** A pod, and the deploy that made it or changed it last. */
export type PodOfDeploy = CreatedPod & { readonly deployId: string };

const schema = createdSchema.extend({ env: z.array(z.string().nullable()).nullish() });

/** All pods that carry the variable which a deploy gives them. Every variable has to be asked for, and no other is kept. */
export const podsOfDeploys: Operation<Record<string, never>, readonly PodOfDeploy[]> = {
  action: () => 'look for the pods of deploys',
  kind: 'read',
  document: `query podsOfDeploys { myself { pods { ${createdSelection} env } } }`,
  root: 'myself',
  read(value, reader) {
    const listed = listOfMyself(value, 'pods', reader);
    if (!listed.ok) return listed.failure;
    const pods = readEntries(listed.entries, { schema, what: 'pod', reader });
    if (pods.some(({ env }) => env === undefined) || pods.length < listed.entries.length) {
      // A pod that is not known to be of no deploy must not count as one: it would be made a second time.
      const hint = 'Look at the list of pods in the web console.';
      return reader.fail('unexpected', 'the answer lacks the variables of some pods', hint);
    }
    return {
      ok: true,
      value: pods.flatMap((pod) => {
        const deployId = variableIn(pod.env, deployIdVariable);
        return deployId === null ? [] : [{ ...createdPodOf(pod, reader), deployId: reader.clean(deployId) }];
      }),
    };
  },
};
