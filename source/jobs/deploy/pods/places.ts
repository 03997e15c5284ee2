/** Where a pod may be asked for: the wished data centres in order, or the one that its network volume lies in. */
import { nearestWord } from '../../../base/nearest.ts';
import type { CloudResult } from '../../../runpod/cloud.ts';
import type { DeployCloud } from '../../../runpod/deploy-cloud.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import type { PodConfiguration } from '../../model/release.ts';

export type Places =
  /** null: wherever there is one. */
  | { readonly kind: 'known'; readonly ids: readonly (string | null)[] }
  | { readonly kind: 'impossible'; readonly problem: DeployProblem };

/** RunPod does not go by the volume itself: asked without a place, it offers machines that cannot reach it. */
export async function placesOf(
  { volume, dataCentreIds }: PodConfiguration,
  cloud: DeployCloud,
  signal: AbortSignal,
): Promise<CloudResult<Places>> {
  const wished = dataCentreIds.length === 0 ? [null] : dataCentreIds;
  if (volume.kind !== 'network') return known(wished);
  const listed = await cloud.networkVolumes(signal);
  if (!listed.ok) return listed;
  const found = listed.value.find(({ id }) => id === volume.volumeId);
  if (found === undefined) {
    const text = `RunPod has no network volume "${volume.volumeId}" in this account.`;
    return impossible(text, fixOf(volume.volumeId, listed.value));
  }
  const { dataCentreId } = found;
  if (dataCentreId === null) return known(wished);
  if (dataCentreIds.length === 0 || dataCentreIds.includes(dataCentreId)) return known([dataCentreId]);
  const text = `The network volume "${volume.volumeId}" lies in ${dataCentreId}, and the pod is wanted in ${dataCentreIds.join(' or ')}.`;
  return impossible(text, `Take ${dataCentreId} as the data centre, or another volume.`);
}

function known(ids: readonly (string | null)[]): CloudResult<Places> {
  return { ok: true, value: { kind: 'known', ids } };
}

function impossible(text: string, fix: string): CloudResult<Places> {
  return { ok: true, value: { kind: 'impossible', problem: { severity: 'error', text, fix } } };
}

/** The file wants the id; who writes the name is told it. */
function fixOf(given: string, volumes: readonly { readonly id: string; readonly name: string }[]): string {
  const named = volumes.find(({ name }) => name === given);
  if (named !== undefined) return `That is its name; its id is "${named.id}".`;
  const near = nearestWord(
    given,
    volumes.map(({ id }) => id),
  );
  return near === null
    ? 'Set volume.network to the id of one of your network volumes (console.runpod.io, Storage).'
    : `Did you mean "${near}"?`;
}
