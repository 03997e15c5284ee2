/** A pod that is to be made from a template: the template is found, and what the flags leave open of its disks is taken from it. */
import { nearestWord } from '../base/nearest.ts';
import type { CreateRequest } from '../life/create-request.ts';
import type { CloudFailure, CloudResult } from '../runpod/cloud.ts';
import type { DeployCloud, Template } from '../runpod/deploy-cloud.ts';
import type { Flags } from './flags.ts';

export async function templateParts(
  cloud: Pick<DeployCloud, 'templates'>,
  request: CreateRequest,
  { flags, signal }: { readonly flags: Flags; readonly signal: AbortSignal },
): Promise<CloudResult<CreateRequest>> {
  const { templateId } = request;
  if (templateId === null) return { ok: true, value: request };
  const listed = await cloud.templates(signal);
  if (!listed.ok) return listed;
  const template = listed.value.find(({ id, name }) => id === templateId || name === templateId);
  return template === undefined
    ? missing(templateId, listed.value)
    : { ok: true, value: filled(request, template, flags) };
}

/** A disk that is sent goes before the template's, so a default of ours must not. */
function filled(request: CreateRequest, template: Template, flags: Flags): CreateRequest {
  const hasNetworkVolume = request.networkVolumeId !== null;
  const ownVolume = hasNetworkVolume ? 0 : template.volumeGigabytes;
  return {
    ...request,
    templateId: template.id,
    containerDiskGigabytes: flags.disk ?? (template.containerDiskGigabytes || request.containerDiskGigabytes),
    volumeGigabytes: flags.volume ?? ownVolume,
    volumeMountPath: flags.volumePath ?? (template.volumeMountPath || request.volumeMountPath),
  };
}

function missing(typed: string, templates: readonly Template[]): CloudFailure {
  const names = templates.map(({ name }) => name);
  const near = nearestWord(typed, names);
  const hint =
    near !== null
      ? `Did you mean "${near}"?`
      : 'pod-engine templates list shows them; a public one can be rented by its image.';
  const message = `The account has no template "${typed}".`;
  return { ok: false, code: 'not-found', message, hint, retryAfterMs: null };
}
