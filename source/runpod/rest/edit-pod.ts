/** Editing a pod in place. RunPod resets it, if it runs: all outside of its volume is lost. */
import type { EditPod } from '../../fleet/pod-settings.ts';
import type { CloudFailure, CloudResult } from '../cloud.ts';
import { revealed } from './environment.ts';
import { getPod } from './get-pod.ts';
import { type Operation, pathOf } from './operation.ts';
import type { PodWire } from './pod-wire.ts';
import { portList } from './port-list.ts';
import { type Changed, readChange } from './read-change.ts';
import type { Wire } from './wire.ts';

type Mounts = Readonly<Record<string, unknown>>;

/**
 * Variables and ports are sent whole: what is not among them is taken away. Whether a pod has a volume of its own or a
 * network volume stands fast, so it is read first, and its mount is sent only where it changes. So is its start command:
 * an empty one was seen to keep an image's own from running.
 */
export async function editPod(
  wire: Wire,
  edit: EditPod,
  signal?: AbortSignal,
): Promise<CloudResult<Changed>> {
  const pod = await wire.ask(readBefore, { podId: edit.podId }, signal);
  if (!pod.ok) return pod;
  if (isSecondVolume(pod.value, edit)) return refusedVolume(edit);
  const before = { args: pod.value.args ?? '', mounts: changedMounts(pod.value, edit) };
  return wire.ask(editOperation, { edit, ...before }, signal);
}

/** The edit stays on this wire, so a limit is waited out for the read as for the write. */
const readBefore = { ...getPod, isOnlyHere: true } as const;

type Editing = {
  readonly edit: EditPod;
  /** As they are now. */
  readonly args: string;
  readonly mounts: Mounts | null;
};

const editOperation: Operation<Editing, Changed> = {
  action: ({ edit }) => `change pod ${edit.podId}`,
  request: ({ edit, args, mounts }) => ({
    method: 'PATCH',
    path: pathOf`/pods/${edit.podId}`,
    body: {
      image: edit.image,
      ports: portList(edit.ports),
      disk: edit.containerDiskGigabytes,
      ...(args === (edit.startCommand ?? '') ? {} : { args: edit.startCommand ?? '' }),
      env: revealed(edit.environment),
      ...(edit.registryCredentialId === null ? {} : { registry: edit.registryCredentialId }),
      ...(mounts === null ? {} : { mounts }),
    },
  }),
  secrets: ({ edit }) => Object.values(edit.environment),
  read: (json, reader, { edit }) => readChange(json, reader, edit.podId),
};

/** A network volume has its size elsewhere, so the size would be lost without a word. */
function isSecondVolume({ mounts }: PodWire, { volumeGigabytes }: EditPod): boolean {
  return (mounts?.network?.some((each) => each !== null) ?? false) && (volumeGigabytes ?? 0) > 0;
}

function refusedVolume({ podId, volumeGigabytes }: EditPod): CloudFailure {
  return {
    ok: false,
    code: 'refused',
    message: `Cannot change pod ${podId}: it has a network volume, and beside it no volume of its own of ${volumeGigabytes} GB.`,
    hint: 'Leave its own volume at 0 GB; a network volume grows by pod-engine volumes resize.',
    retryAfterMs: null,
  };
}

/** null: as it is. A mount is sent with all its parts. */
function changedMounts({ mounts }: PodWire, edit: EditPod): Mounts | null {
  const network = mounts?.network?.find((each) => each !== null) ?? null;
  if (network !== null) {
    const path = edit.volumeMountPath ?? network.path;
    return path === network.path ? null : { network: [{ volumeId: network.volumeId, path }] };
  }
  const size = edit.volumeGigabytes ?? mounts?.persistent?.size ?? 0;
  const path = edit.volumeMountPath ?? mounts?.persistent?.path ?? '/workspace';
  if (size <= 0 || (size === mounts?.persistent?.size && path === mounts.persistent.path)) return null;
  return { persistent: { size, path } };
}
