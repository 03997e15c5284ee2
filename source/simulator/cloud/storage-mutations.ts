/** Changes of the account's network volumes and of its credentials for image registries. */
import { type Caller, mustBeAccount } from './callers.ts';
import { type PodView, volumeFields } from './pod-fields.ts';
import type { Registries, Registry, RegistryInput } from './registries.ts';
import type { VolumeChange, Volumes } from './volumes.ts';

export type StorageMutationOptions = {
  readonly view: PodView;
  readonly volumes: Volumes;
  readonly registries: Registries;
  readonly userId: string;
};

type Asked<Input> = { readonly input: Input };

export function storageMutations({ view, volumes, registries, userId }: StorageMutationOptions) {
  const { catalogue } = view;
  return {
    createNetworkVolume({ input }: Asked<Parameters<Volumes['create']>[0]>, caller: Caller) {
      mustBeAccount(caller);
      return volumeFields(volumes.create(input), catalogue);
    },
    updateNetworkVolume({ input }: Asked<VolumeChange & { readonly id: string }>, caller: Caller) {
      mustBeAccount(caller);
      return volumeFields(volumes.change(input.id, input), catalogue);
    },
    /** What it answers is not known for sure; true fits the type that clients expect. */
    deleteNetworkVolume({ input }: Asked<{ readonly id: string }>, caller: Caller) {
      mustBeAccount(caller);
      volumes.remove(input.id);
      return true;
    },
    saveRegistryAuth({ input }: Asked<RegistryInput>, caller: Caller) {
      mustBeAccount(caller);
      return registryFields(registries.create(input), userId);
    },
    updateRegistryAuth({ input }: Asked<{ readonly id: string }>, caller: Caller) {
      mustBeAccount(caller);
      return registryFields(registries.update(input.id), userId);
    },
    deleteRegistryAuth({ registryAuthId }: { readonly registryAuthId: string }, caller: Caller) {
      mustBeAccount(caller);
      registries.remove(registryAuthId);
      return true;
    },
  };
}

/** Never with what it was saved with. */
export function registryFields({ id, name }: Registry, userId: string): unknown {
  return { id, name, userId };
}
