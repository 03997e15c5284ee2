/** The root fields: a function for each, called with the arguments and the caller, as graphql wants its root value. */
import { type AccountMutationOptions, accountMutations } from './account-mutations.ts';
import { type Caller, findPod } from './callers.ts';
import type { GpuTypeFilter } from './catalogue.ts';
import { editMutation } from './edit-mutation.ts';
import { podFields } from './pod-fields.ts';
import { type MutationOptions, type PodInput, podMutations } from './pod-mutations.ts';
import { unauthorized } from './refusal.ts';
import type { RentOptions } from './rent.ts';
import { rentMutations } from './rent-mutations.ts';
import { type StorageMutationOptions, storageMutations } from './storage-mutations.ts';
import { templateFields } from './templates.ts';

export type RootOptions = MutationOptions & RentOptions & AccountMutationOptions & StorageMutationOptions;

type Filtered<Filter> = { readonly input?: Filter | null };

export function createRoot(options: RootOptions) {
  const { pods, ledger, view, templates } = options;
  const { catalogue } = view;
  return {
    myself(_: unknown, caller: Caller) {
      if (caller.kind === 'pod') throw unauthorized();
      return caller.kind === 'nobody' ? null : ledger.account();
    },
    pod({ input }: Filtered<PodInput>, caller: Caller) {
      const pod = input == null ? null : findPod(pods, input.podId, caller);
      return pod === null ? null : podFields(pod, view);
    },
    gpuTypes: ({ input }: Filtered<GpuTypeFilter>) => catalogue.gpuTypes(input ?? null),
    dataCenters: () => catalogue.dataCenters(),
    cpuTypes: () => catalogue.cpuTypes(),
    countryCodes: () => ['US', 'CA', 'RO', 'SE', 'CZ', 'IS', 'JP'],
    podTemplates: ({ input }: Filtered<{ readonly isRunpod?: boolean | null }>, caller: Caller) =>
      caller.kind === 'account' ? templates.listed(input?.isRunpod ?? null).map(templateFields) : [],
    podTemplate({ id }: { readonly id: string }, caller: Caller) {
      const template = caller.kind === 'account' ? templates.find(id) : null;
      return template === null ? null : templateFields(template);
    },
    ...podMutations(options),
    ...rentMutations(options),
    ...editMutation(options),
    ...accountMutations(options),
    ...storageMutations(options),
  };
}

export type Root = ReturnType<typeof createRoot>;
