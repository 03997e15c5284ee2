/** What is to run: the image pinned by tag and digest, and the settings that its pod is to have. */
import type { PodConfiguration } from '../../model/release.ts';
import type { StepContext } from '../step.ts';

export type Wanted = {
  /** registry/repository:1.4.0@sha256:…; null in a plan, before there is one. */
  readonly image: string | null;
  readonly configuration: PodConfiguration;
};

/** Of a rollback what that release had; GPUs and places as they are asked for this time. */
export function wantedOf(context: StepContext): Wanted {
  const { request, wanted, project, facts } = context;
  const configuration = wanted?.configuration ?? project.pod;
  const image = facts.push ?? wanted?.image ?? null;
  return {
    image: image === null ? null : pinned(image),
    configuration: {
      ...configuration,
      gpuTypeIds: request.gpuTypeIds ?? configuration.gpuTypeIds,
      dataCentreIds: (request.dataCentreIds ?? configuration.dataCentreIds).map((id) => id.toUpperCase()),
    },
  };
}

/** "80/http,22/tcp", as RunPod has ports. */
export function portsText({ ports }: PodConfiguration): string {
  return ports.map(({ port, protocol }) => `${port}/${protocol}`).join(',');
}

/** The size and the place of the pod's own volume; a network volume has its size elsewhere. */
export function volumeOf({ volume }: PodConfiguration): {
  readonly gigabytes: number;
  readonly mountPath: string;
  readonly networkVolumeId: string | null;
} {
  if (volume.kind === 'none') return { gigabytes: 0, mountPath: usualMountPath, networkVolumeId: null };
  if (volume.kind === 'local') return { ...volume, networkVolumeId: null };
  return { gigabytes: 0, mountPath: volume.mountPath, networkVolumeId: volume.volumeId };
}

/** What stays of a pod's files when it is reset or stopped. */
export function lossText({ volume }: PodConfiguration): string {
  return volume.kind === 'none' ? 'all its files are lost' : `all outside of ${volume.mountPath} is lost`;
}

/** RunPod's own. */
const usualMountPath = '/workspace';

function pinned({ reference, digest }: { readonly reference: string; readonly digest: string }): string {
  return `${reference.replace(/@.*$/, '')}@${digest}`;
}
