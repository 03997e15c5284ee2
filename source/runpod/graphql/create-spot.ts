import { exactDollars } from '../../fleet/exact-dollars.ts';
import type { CreatedPod, CreatePod } from '../deploy-cloud.ts';
import { createInput } from './create-input.ts';
import type { Operation } from './operation.ts';
import { createdSelection, readCreated } from './read-created.ts';

export const createSpot: Operation<CreatePod & { readonly bidPerGpuDollars: number }, CreatedPod> = {
  action: ({ name, gpuCount, gpuTypeId, bidPerGpuDollars }) =>
    `make spot pod "${name}" with ${gpuCount} x ${gpuTypeId} for $${exactDollars(bidPerGpuDollars)} per GPU and hour`,
  kind: 'write',
  document: `mutation createSpotPod($input: PodRentInterruptableInput!) {
    podRentInterruptable(input: $input) { ${createdSelection} }
  }`,
  root: 'podRentInterruptable',
  sent: (request) => ({ input: { ...createInput(request), bidPerGpu: request.bidPerGpuDollars } }),
  secrets: ({ environment }) => Object.values(environment),
  read: readCreated,
};
