/** The root fields: a function for each, called with the arguments and the caller, as graphql wants its root value. */
import type { Ledger } from './account.ts';
import { type Caller, findPod } from './callers.ts';
import type { GpuTypeFilter } from './catalogue.ts';
import { podFields } from './pod-fields.ts';
import { type MutationOptions, type PodInput, podMutations } from './pod-mutations.ts';
import { refusal } from './refusal.ts';

export type RootOptions = MutationOptions & { readonly ledger: Ledger };

type Filtered<Filter> = { readonly input?: Filter | null };

export function createRoot(options: RootOptions) {
  const { pods, ledger, view } = options;
  const { catalogue } = view;
  return {
    myself(_: unknown, caller: Caller) {
      if (caller.kind === 'pod') throw refusal('Unauthorized');
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
    ...podMutations(options),
  };
}

export type Root = ReturnType<typeof createRoot>;
