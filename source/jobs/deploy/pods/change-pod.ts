/** The pod is changed in place: new image, settings and variables, and it is reset by that. */
import type { EditPod } from '../../../fleet/pod-settings.ts';
import { type StepEnd, StepFailure, type StepTold } from '../step.ts';
import { endOfFailure } from './cloud-ends.ts';
import { credentialIdOf } from './credential.ts';
import { editStanding } from './edit-standing.ts';
import { podFacts } from './pod-facts.ts';
import type { PodScene } from './scene.ts';
import { isStopped, startStanding } from './standing.ts';
import type { StandingPod } from './target.ts';
import { editedVariables } from './variables.ts';
import { lossText, portsText, volumeOf } from './wanted.ts';

export async function* changePod(
  scene: PodScene,
  standing: StandingPod,
): AsyncGenerator<StepTold, StepEnd<'pod'>, void> {
  const { context, cloud, wanted } = scene;
  const { pod } = standing;
  refuseWhatCannotBe(scene, standing);
  const credential = await credentialIdOf(wanted.configuration.registryCredential, cloud, context.signal);
  if (!credential.ok) return endOfFailure(credential);
  const { edit, told } = editOf(scene, standing, credential.value);
  for (const text of told) yield { kind: 'output', level: 'warn', text };
  const text = `Changing pod ${pod.name} (${pod.id}): it is reset, and ${lossText(wanted.configuration)}.`;
  yield { kind: 'output', level: 'info', text };
  await context.effect('pod-edited', { key: pod.id, details: detailsOf(scene, standing) }, () =>
    editStanding(edit, { cloud, doors: context.doors, signal: context.signal }),
  );
  if (isStopped(pod)) {
    yield { kind: 'output', level: 'info', text: `Pod ${pod.name} is stopped: starting it.` };
    await startStanding(pod, context, cloud, wanted.configuration.bidPerGpuDollars);
  }
  return {
    outcome: 'pass',
    text: `Pod ${pod.name} (${pod.id}) was changed in place.`,
    facts: podFacts(standing, { how: 'in-place', previousPodId: null }, scene.wanted),
  };
}

/** The number of cards cannot be changed. Another type than wished for is told of and kept: the release runs there now. */
function refuseWhatCannotBe({ differences }: PodScene, { pod }: StandingPod): void {
  if (pod.locked) {
    throw new StepFailure(`Pod ${pod.name} is locked, and RunPod does not change locked pods.`, {
      fix: "Unlock it in RunPod's console, or deploy to a new pod.",
    });
  }
  const count = differences.find(({ name }) => name === 'number of GPUs');
  if (count === undefined) return;
  throw new StepFailure(
    `Pod ${pod.name} has ${count.from ?? '?'} GPUs and is to have ${count.to ?? '?'}: a pod keeps its GPUs.`,
    { fix: 'Deploy blue/green or to a new pod.' },
  );
}

type Edit = { readonly edit: EditPod; readonly told: readonly string[] };

function editOf(scene: PodScene, { pod, settings }: StandingPod, credentialId: string | null): Edit {
  const { wanted, ours, formerNames, image, context, differences } = scene;
  const { configuration } = wanted;
  const volume = volumeOf(configuration);
  const isLocal = configuration.volume.kind === 'local';
  const has = settings.volumeGigabytes ?? 0;
  const { deployId } = context;
  const { environment, removed } = editedVariables({
    current: settings.environment,
    ours,
    formerNames,
    deployId,
  });
  const card = differences.find(({ name }) => name === 'GPU');
  return {
    edit: {
      podId: pod.id,
      image,
      ports: portsText(configuration),
      containerDiskGigabytes: configuration.containerDiskGigabytes,
      volumeGigabytes: isLocal ? Math.max(volume.gigabytes, has) : null,
      volumeMountPath: isLocal ? volume.mountPath : null,
      startCommand: configuration.startCommand,
      registryCredentialId: credentialId,
      environment,
    },
    told: [
      ...(card === undefined ? [] : [`It keeps its ${card.from ?? 'GPU'}; wished for is ${card.to ?? '?'}.`]),
      ...(isLocal && has > volume.gigabytes ? [`Its volume of ${has} GB stays: a volume only grows.`] : []),
      ...(removed.length === 0 ? [] : [`Variables that go: ${removed.join(', ')}.`]),
    ],
  };
}

function detailsOf(scene: PodScene, { pod, settings }: StandingPod) {
  const { image, ports, containerDiskGigabytes, startCommand } = settings;
  return {
    podId: pod.id,
    deployId: scene.context.deployId,
    image: scene.image,
    before: {
      image,
      ports,
      containerDiskGigabytes,
      startCommand,
      release: scene.context.running,
      variableNames: Object.keys(settings.environment),
      setNames: Object.keys(scene.ours),
    },
  };
}
