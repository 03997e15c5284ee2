/** The registry's login that RunPod keeps: a project names it, and RunPod wants its id. */
import { nearestWord } from '../../../base/nearest.ts';
import type { CloudResult } from '../../../runpod/cloud.ts';
import type { DeployCloud } from '../../../runpod/deploy-cloud.ts';

/** null for a public image; `not-found` for a name that the account does not have. */
export async function credentialIdOf(
  name: string | null,
  cloud: DeployCloud,
  signal: AbortSignal,
): Promise<CloudResult<string | null>> {
  if (name === null) return { ok: true, value: null };
  const listed = await cloud.registryCredentials(signal);
  if (!listed.ok) return listed;
  const found = listed.value.find((each) => each.name === name || each.id === name);
  if (found !== undefined) return { ok: true, value: found.id };
  const names = listed.value.map((each) => each.name);
  const near = nearestWord(name, names);
  return {
    ok: false,
    code: 'not-found',
    message: `RunPod has no registry credential "${name}" in this account.`,
    hint:
      near === null
        ? 'Add it at console.runpod.io, Settings, Container Registry Auth.'
        : `Did you mean "${near}"?`,
    retryAfterMs: null,
  };
}
