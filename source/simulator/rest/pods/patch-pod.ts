/** `PATCH /pods/:id`: only what the body names is changed; a pod that runs is reset by all but its name, lock and networking. */
import { z } from 'zod';
import { editPod } from '../../cloud/pod-actions.ts';
import type { Template } from '../../cloud/templates.ts';
import type { CloudPod } from '../../pod/cloud-pod.ts';
import type { PodSettings } from '../../pod/settings.ts';
import { checked } from '../check-body.ts';
import { containerFields, type PodMounts, podMounts, text } from '../container-shape.ts';
import { Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { mustBePorts } from './ports.ts';
import { templateFor } from './template-for.ts';

const patchBody = z.strictObject({
  ...containerFields,
  globalNetworking: z.boolean().optional(),
  locked: z.boolean().optional(),
  mounts: podMounts.optional(),
  name: text.optional(),
  templateId: z.string().optional(),
});

type PatchBody = z.infer<typeof patchBody>;

const settingNames = ['args', 'disk', 'env', 'image', 'ports', 'registry', 'mounts', 'templateId'] as const;

export function patchPod(pod: CloudPod, body: unknown, { templates }: RestOptions): void {
  const change = checked(patchBody, body ?? {});
  mustBePorts(change.ports);
  // An unlocking PATCH may also change what the lock held.
  if (change.locked === false) pod.tags.locked = false;
  if (settingNames.some((name) => change[name] !== undefined)) {
    const template = change.templateId === undefined ? null : templateFor(change.templateId, templates);
    editPod(pod, { ...changed(pod.settings(), change, template), ...mounted(pod, change.mounts) });
  }
  if (change.name !== undefined) pod.tags.name = change.name;
  if (change.locked === true) pod.tags.locked = true;
  if (change.globalNetworking !== undefined)
    pod.tags.globalNetworking = {
      wanted: change.globalNetworking,
      fromRun: (pod.life().run?.number ?? 0) + 1,
    };
}

/** The body's own fields come before the template's; the variables are replaced as a whole. */
function changed(settings: PodSettings, change: PatchBody, template: Template | null): PodSettings {
  return {
    ...settings,
    image: change.image ?? template?.imageName ?? settings.image,
    dockerArgs: change.args ?? template?.dockerArgs ?? settings.dockerArgs,
    containerDiskGigabytes: change.disk ?? template?.containerDiskInGb ?? settings.containerDiskGigabytes,
    ports: change.ports?.join(',') ?? template?.ports ?? settings.ports,
    environment: environmentOf(settings, change, template),
    registryAuthId:
      change.registry === undefined
        ? (template?.containerRegistryAuthId ?? settings.registryAuthId)
        : change.registry,
  };
}

function environmentOf(
  settings: PodSettings,
  { env }: PatchBody,
  template: Template | null,
): Readonly<Record<string, string>> {
  if (env === undefined && template === null) return settings.environment;
  const ofTemplate = (template?.env ?? []).flatMap((each) =>
    each === null ? [] : [[each.key, each.value] as const],
  );
  // The key is RunPod's own, and not to be changed.
  const { RUNPOD_API_KEY: _key, ...own } = { ...Object.fromEntries(ofTemplate), ...env };
  return own;
}

/** What kind of mount a pod has is settled when it is made. */
function mounted(pod: CloudPod, mounts: PodMounts | undefined): Partial<PodSettings> {
  if (mounts === undefined || Object.keys(mounts).length === 0) return {};
  const { persistent, network } = mounts;
  const { networkVolumeId } = pod.plan;
  if (network !== undefined) {
    const [mount] = network;
    if (mount === undefined) throw new Problem(400, 'clearing mounts is not supported');
    if (persistent !== undefined || networkVolumeId === null)
      throw new Problem(400, 'mount kind cannot be changed after create');
    if (mount.volumeId !== networkVolumeId)
      throw new Problem(400, 'mounts.network volumeId cannot be changed after create');
    return { volumeMountPath: mount.path };
  }
  if (persistent === undefined) return {};
  if (networkVolumeId !== null || pod.settings().volumeGigabytes === 0)
    throw new Problem(400, 'mount kind cannot be changed after create');
  return { volumeGigabytes: persistent.size, volumeMountPath: persistent.path };
}
