/** podEditJob: what is given takes the place of what was, and a pod that runs is reset. */
import type { CloudPod } from '../pod/cloud-pod.ts';
import type { PodSettings } from '../pod/settings.ts';
import { type Caller, mustFindPod } from './callers.ts';
import { editPod } from './pod-actions.ts';
import { type PodView, podFields } from './pod-fields.ts';
import type { Variable } from './templates.ts';
import { environmentOf } from './wish.ts';

type EditInput = {
  readonly podId: string;
  readonly imageName?: string | null;
  readonly dockerArgs?: string | null;
  readonly env?: readonly (Variable | null)[] | null;
  readonly ports?: string | null;
  readonly containerDiskInGb?: number | null;
  readonly volumeInGb?: number | null;
  readonly volumeMountPath?: string | null;
  readonly containerRegistryAuthId?: string | null;
};

export function editMutation({ pods, view }: { readonly pods: readonly CloudPod[]; readonly view: PodView }) {
  return {
    podEditJob({ input }: { readonly input: EditInput }, caller: Caller) {
      const pod = mustFindPod(pods, input.podId, caller);
      editPod(pod, edited(pod.settings(), input));
      return podFields(pod, view);
    },
  };
}

/** The variables are replaced as a whole, not merged. */
function edited(settings: PodSettings, input: EditInput): PodSettings {
  return {
    ...settings,
    image: input.imageName ?? settings.image,
    dockerArgs: input.dockerArgs ?? settings.dockerArgs,
    environment: input.env == null ? settings.environment : environmentOf(input.env),
    ports: input.ports ?? settings.ports,
    containerDiskGigabytes: input.containerDiskInGb ?? settings.containerDiskGigabytes,
    volumeGigabytes: input.volumeInGb ?? settings.volumeGigabytes,
    volumeMountPath: input.volumeMountPath ?? settings.volumeMountPath,
    registryAuthId: input.containerRegistryAuthId ?? settings.registryAuthId,
  };
}
