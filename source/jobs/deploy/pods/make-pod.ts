/** A new pod, beside the one that there may be. */
import { exactDollars } from '../../../fleet/exact-dollars.ts';
import type { CreatedPod } from '../../../runpod/deploy-cloud.ts';
import { type StepContext, type StepEnd, StepFailure, type StepTold } from '../step.ts';
import { endOfFailure } from './cloud-ends.ts';
import { credentialIdOf } from './credential.ts';
import { type Renting, rentPod } from './rent-pod.ts';
import type { PodScene } from './scene.ts';
import type { StandingPod } from './target.ts';
import { telling } from './telling.ts';
import { portsText, volumeOf } from './wanted.ts';
import { wishesOf } from './wishes.ts';

export async function* makePod(
  scene: PodScene,
  standing: StandingPod | null,
): AsyncGenerator<StepTold, StepEnd<'pod'>, void> {
  const { context, cloud, wanted } = scene;
  const { doors, signal, deployId, project } = context;
  const { configuration } = wanted;
  const limit = project.maxDollarsPerHour;
  const listed = await wishesOf({ configuration, maxDollarsPerHour: limit }, cloud, signal);
  if (!listed.ok) return endOfFailure(listed);
  for (const { severity, text, fix } of listed.value.problems) {
    if (severity === 'error') throw new StepFailure(text, { fix });
    yield { kind: 'output', level: 'warn', text: `${text} ${fix}` };
  }
  const credential = await credentialIdOf(configuration.registryCredential, cloud, signal);
  if (!credential.ok) return endOfFailure(credential);
  const podName = newPodName(context, standing);
  const request = requestOf(scene, { podName, credentialId: credential.value });
  const { wishes } = listed.value;
  const made = yield* telling((tell) =>
    context.effect('pod-created', { key: 'pod', details: { deployId, podName } }, () =>
      rentPod({ request, wishes, cloud, doors, signal, tell }),
    ),
  );
  return endOf({ scene, standing, made, podName });
}

/** Beside another pod the name gets the end of the deploy's id, which keeps it unique and the same in a resumed deploy. */
export function newPodName(
  { project, wanted, running, deployId }: StepContext,
  standing: StandingPod | null,
): string {
  const { podName } = wanted?.configuration ?? project.pod;
  if (standing === null && running === null) return podName;
  return `${podName}-${deployId.replaceAll('-', '').slice(-6)}`;
}

function requestOf(
  { context, wanted, ours, image }: PodScene,
  { podName, credentialId }: { readonly podName: string; readonly credentialId: string | null },
): Renting['request'] {
  const { configuration } = wanted;
  const volume = volumeOf(configuration);
  return {
    name: podName,
    deployId: context.deployId,
    image,
    templateId: context.facts.template?.id ?? null,
    gpuCount: configuration.gpuCount,
    cloud: configuration.cloud,
    bidPerGpuDollars: configuration.bidPerGpuDollars,
    containerDiskGigabytes: configuration.containerDiskGigabytes,
    volumeGigabytes: volume.gigabytes,
    volumeMountPath: volume.mountPath,
    networkVolumeId: volume.networkVolumeId,
    ports: portsText(configuration),
    environment: ours,
    startCommand: configuration.startCommand,
    registryCredentialId: credentialId,
  };
}

type Made = {
  readonly scene: PodScene;
  readonly standing: StandingPod | null;
  readonly made: CreatedPod;
  readonly podName: string;
};

/** The price that counts is the one that came with the pod; the lists of prices may be behind. */
function endOf({ scene, standing, made, podName }: Made): StepEnd<'pod'> {
  const { context, wanted, kind } = scene;
  const limit = context.project.maxDollarsPerHour;
  const cost = made.costPerHourDollars;
  if (limit !== null && cost !== null && cost > limit) {
    return {
      outcome: 'fail',
      text: `Pod ${podName} (${made.podId}) costs $${exactDollars(cost)} an hour, more than the limit of $${exactDollars(limit)}.`,
      evidence: [],
      fix: 'Raise maxPricePerHour in pod-engine.yaml, or name other GPUs.',
    };
  }
  const isBlueGreen = kind === 'blue-green' && standing !== null;
  const price = cost === null ? '' : `, $${exactDollars(cost)} an hour`;
  return {
    outcome: 'pass',
    text: `Pod ${podName} (${made.podId}) was made: ${wanted.configuration.gpuCount} x ${made.gpuTypeId ?? 'GPU'}${price}.`,
    facts: {
      podId: made.podId,
      podName,
      how: isBlueGreen ? 'blue-green' : 'new',
      previousPodId: isBlueGreen ? standing.pod.id : null,
      gpuTypeId: made.gpuTypeId,
      gpuCount: wanted.configuration.gpuCount,
      costPerHourDollars: cost,
    },
  };
}
