/** A pod that was changed in place: undone by setting back the image, the settings and the variables of the release before. */
import { noKeyEnd } from '../pods/cloud-ends.ts';
import { isEdited } from '../pods/edit-standing.ts';
import { formerVariables } from '../pods/former-variables.ts';
import type { Effect, EffectDetails, EffectWorld, Undone } from './effect.ts';

type Details = EffectDetails['pod-edited'];

export const podEdited: Effect<'pod-edited'> = {
  kind: 'pod-edited',
  title: ({ podId }) => `the change of pod ${podId}`,
  async find({ podId, deployId, image }, { doors, signal }) {
    if (doors.cloud === null) return { kind: 'unknown', reason: noKeyEnd.text };
    const read = await doors.cloud.podSettings(podId, signal);
    if (!read.ok) {
      return read.code === 'not-found' ? { kind: 'did-not' } : { kind: 'unknown', reason: read.message };
    }
    const happened = isEdited(read.value, { deployId, image });
    return happened ? { kind: 'happened', result: { podId } } : { kind: 'did-not' };
  },
  undo: ({ details }, world) => setBack(details, world),
};

async function setBack(details: Details, { doors, project, signal }: EffectWorld): Promise<Undone> {
  const { podId, before } = details;
  const { cloud } = doors;
  const advice = `Set pod ${podId} back in RunPod's console, Edit Pod: its image was ${before.image}.`;
  if (cloud === null) return { ok: false, text: noKeyEnd.text, advice };
  const read = await cloud.podSettings(podId, signal);
  if (!read.ok && read.code === 'not-found') return { ok: true, text: `Pod ${podId} is gone.` };
  if (!read.ok) return { ok: false, text: read.message, advice };
  const { deployId, image } = details;
  if (!isEdited(read.value, { deployId, image }))
    return { ok: true, text: `Pod ${podId} is no longer as this deploy left it, and stays.` };
  const { environment, lost } = formerVariables({
    current: read.value.environment,
    setNames: before.setNames ?? Object.keys(project.pod.environment),
    hadNames: before.variableNames ?? [],
    release: before.release,
    operatorEnvironment: doors.environment,
  });
  const edited = await cloud.editPod(
    {
      podId,
      image: before.image,
      ports: before.ports,
      containerDiskGigabytes: before.containerDiskGigabytes ?? project.pod.containerDiskGigabytes,
      // A volume cannot be made smaller again.
      volumeGigabytes: null,
      volumeMountPath: null,
      startCommand: before.startCommand,
      registryCredentialId: null,
      environment,
    },
    signal,
  );
  if (!edited.ok) return { ok: false, text: edited.message, advice };
  const text = `Pod ${podId} has ${before.image} again, and was reset.`;
  if (lost.length === 0) return { ok: true, text };
  const names = lost.join(', ');
  return {
    ok: false,
    text: `${text} The former values of ${names} are not known.`,
    advice: `Set ${names} of pod ${podId} in RunPod's console, Edit Pod.`,
    isForGood: true,
  };
}
