import type { EditPod } from '../../fleet/pod-settings.ts';
import type { CloudResult } from '../cloud.ts';
import { environmentInput } from './environment.ts';
import type { Operation } from './operation.ts';
import { podSettings } from './pod-settings.ts';
import { type Changed, readChange } from './read-change.ts';
import type { Wire } from './wire.ts';

/**
 * A start command is taken away by an empty one, which was seen to keep an image's own from running: so one is sent only
 * to a pod that has a command now, or whose command nobody tells.
 */
export async function editPod(
  wire: Wire,
  edit: EditPod,
  signal?: AbortSignal,
): Promise<CloudResult<Changed>> {
  if (edit.startCommand !== null) return wire.ask(editOperation, { edit, isCommandKept: false }, signal);
  const before = await wire.ask(podSettings, { podId: edit.podId }, signal);
  const isCommandKept = before.ok && before.value.startCommand === null;
  return wire.ask(editOperation, { edit, isCommandKept }, signal);
}

type Editing = { readonly edit: EditPod; readonly isCommandKept: boolean };

/** Resets a running pod: all outside of its volume is lost. Every variable is sent: RunPod may well replace the lot. */
export const editOperation: Operation<Editing, Changed> = {
  action: ({ edit: { podId } }) => `change pod ${podId}`,
  kind: 'write',
  document: `mutation editPod($input: PodEditJobInput!) { podEditJob(input: $input) { id desiredStatus } }`,
  root: 'podEditJob',
  sent: ({ edit, isCommandKept }) => ({
    input: {
      podId: edit.podId,
      imageName: edit.image,
      ports: edit.ports,
      containerDiskInGb: edit.containerDiskGigabytes,
      ...(edit.volumeGigabytes === null ? {} : { volumeInGb: edit.volumeGigabytes }),
      ...(edit.volumeMountPath === null ? {} : { volumeMountPath: edit.volumeMountPath }),
      // What is left out stays as it is.
      ...(isCommandKept ? {} : { dockerArgs: edit.startCommand ?? '' }),
      ...(edit.registryCredentialId === null ? {} : { containerRegistryAuthId: edit.registryCredentialId }),
      env: environmentInput(edit.environment),
    },
  }),
  secrets: ({ edit }) => Object.values(edit.environment),
  read(value, reader) {
    if (value !== null) return readChange(value, reader);
    return reader.fail('unexpected', 'RunPod answered null, without a reason', 'Look at the pod.');
  },
};
