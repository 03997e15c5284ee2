/** What of a request is given by name is found in the account: a network volume, a registry's credential; and the regions. */
import { nearestWord } from '../base/nearest.ts';
import type { CreateRequest } from '../life/create-request.ts';
import type { CloudFailure, CloudResult } from '../runpod/cloud.ts';
import type { DeployCloud } from '../runpod/deploy-cloud.ts';

export async function namedParts(
  cloud: DeployCloud,
  request: CreateRequest,
  signal: AbortSignal,
): Promise<CloudResult<CreateRequest>> {
  const volume = await idOf(request.networkVolumeId, 'network volume', () => cloud.networkVolumes(signal));
  if (!volume.ok) return volume;
  const registry = await idOf(request.registryCredentialId, 'registry credential', () =>
    cloud.registryCredentials(signal),
  );
  if (!registry.ok) return registry;
  const places = await placesOf(request.dataCentreIds, cloud, signal);
  if (!places.ok) return places;
  const ids = { networkVolumeId: volume.value, registryCredentialId: registry.value };
  return { ok: true, value: { ...request, ...ids, dataCentreIds: places.value } };
}

/** In RunPod's own spelling. One that RunPod does not know would be looked for in vain, and called sold out. */
export async function placesOf(
  given: readonly string[],
  cloud: DeployCloud,
  signal: AbortSignal,
): Promise<CloudResult<readonly string[]>> {
  if (given.length === 0) return { ok: true, value: given };
  const ids = given.map((id) => id.toUpperCase());
  const listed = await cloud.dataCentres(signal);
  if (!listed.ok) return listed;
  const known = listed.value.map(({ id }) => id);
  const stranger = ids.find((id) => known.length > 0 && !known.includes(id));
  if (stranger === undefined) return { ok: true, value: ids };
  const near = nearestWord(stranger, known);
  const hint = near === null ? `There are: ${known.join(', ')}.` : `Did you mean ${near}?`;
  return failure(`RunPod has no data centre "${stranger}".`, hint);
}

type Named = { readonly id: string; readonly name: string };

async function idOf(
  given: string | null,
  what: string,
  list: () => Promise<CloudResult<readonly Named[]>>,
): Promise<CloudResult<string | null>> {
  if (given === null) return { ok: true, value: null };
  const listed = await list();
  if (!listed.ok) return listed;
  const byId = listed.value.find(({ id }) => id === given);
  if (byId !== undefined) return { ok: true, value: byId.id };
  const named = listed.value.filter(({ name }) => name === given);
  const [only] = named;
  if (only !== undefined && named.length === 1) return { ok: true, value: only.id };
  return named.length > 1 ? ambiguous(given, what, named) : missing(given, what, listed.value);
}

function ambiguous(given: string, what: string, named: readonly Named[]): CloudFailure {
  return failure(
    `"${given}" names ${named.length} ${what}s.`,
    `Give an id: ${named.map(({ id }) => id).join(', ')}.`,
  );
}

function missing(given: string, what: string, all: readonly Named[]): CloudFailure {
  const near = nearestWord(
    given,
    all.map(({ name }) => name),
  );
  const hint =
    near !== null
      ? `Did you mean "${near}"?`
      : all.length === 0
        ? 'It has none.'
        : `It has: ${all
            .slice(0, 8)
            .map(({ name }) => name)
            .join(', ')}.`;
  return failure(`The account has no ${what} "${given}".`, hint);
}

function failure(message: string, hint: string): CloudFailure {
  return { ok: false, code: 'not-found', message, hint, retryAfterMs: null };
}
