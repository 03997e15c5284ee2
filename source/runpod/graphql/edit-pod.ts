import type { EditPod } from '../../fleet/pod-settings.ts';
import { environmentInput } from './environment.ts';
import type { Operation } from './operation.ts';
import { type Changed, readChange } from './read-change.ts';

/** Resets a running pod: all outside of its volume is lost. Every variable is sent: RunPod may well replace the lot. */
export const editPod: Operation<EditPod, Changed> = {
  action: ({ podId }) => `change pod ${podId}`,
  kind: 'write',
  document: `mutation editPod($input: PodEditJobInput!) { podEditJob(input: $input) { id desiredStatus } }`,
  root: 'podEditJob',
  sent: (edit) => ({
    input: {
      podId: edit.podId,
      imageName: edit.image,
      ports: edit.ports,
      containerDiskInGb: edit.containerDiskGigabytes,
      ...(edit.volumeGigabytes === null ? {} : { volumeInGb: edit.volumeGigabytes }),
      ...(edit.volumeMountPath === null ? {} : { volumeMountPath: edit.volumeMountPath }),
      // Left out it would stay as it is, so that a start command could never be taken away.
      dockerArgs: edit.startCommand ?? '',
      ...(edit.registryCredentialId === null ? {} : { containerRegistryAuthId: edit.registryCredentialId }),
      env: environmentInput(edit.environment),
    },
  }),
  secrets: ({ environment }) => Object.values(environment),
  read(value, reader) {
    if (value !== null) return readChange(value, reader);
    return reader.fail('unexpected', 'RunPod answered null, without a reason', 'Look at the pod.');
  },
};
