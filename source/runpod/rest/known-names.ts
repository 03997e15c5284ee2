/** What other lists have told of the things that a pod names by their id alone. */
import type { NetworkVolume } from '../deploy-cloud.ts';
import { gpuNameOfType } from './gpu-name.ts';

export type KnownNames = {
  gpuName(typeId: string): string;
  /** null: no list has told it. */
  volumeGigabytes(volumeId: string): number | null;
  learnGpus(types: readonly { readonly typeId: string; readonly displayName: string }[]): void;
  learnVolumes(volumes: readonly NetworkVolume[]): void;
};

export function createKnownNames(): KnownNames {
  const gpus = new Map<string, string>();
  let volumes: ReadonlyMap<string, number | null> = new Map();
  return {
    gpuName: (typeId) => gpus.get(typeId) ?? gpuNameOfType(typeId),
    volumeGigabytes: (volumeId) => volumes.get(volumeId) ?? null,
    learnGpus(types) {
      for (const { typeId, displayName } of types.slice(0, mostGpus)) gpus.set(typeId, displayName);
    },
    learnVolumes(listed) {
      volumes = new Map(listed.map(({ id, sizeGigabytes }) => [id, sizeGigabytes ?? null]));
    },
  };
}

const mostGpus = 500;
