import type { CreatedPod, CreatePod } from '../deploy-cloud.ts';
import { createInput } from './create-input.ts';
import type { Operation } from './operation.ts';
import { createdSelection, readCreated } from './read-created.ts';

export const createOnDemand: Operation<CreatePod, CreatedPod> = {
  action: ({ name, gpuCount, gpuTypeId }) => `make pod "${name}" with ${gpuCount} x ${gpuTypeId}`,
  kind: 'write',
  document: `mutation createPod($input: PodFindAndDeployOnDemandInput!) {
    podFindAndDeployOnDemand(input: $input) { ${createdSelection} }
  }`,
  root: 'podFindAndDeployOnDemand',
  sent: (request) => ({ input: createInput(request) }),
  secrets: ({ environment }) => Object.values(environment),
  read: readCreated,
};
