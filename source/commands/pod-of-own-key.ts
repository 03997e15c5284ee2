/** A pod that is named by its id, asked for with the key that was put into it. */
import type { Pod } from '../fleet/pod.ts';
import type { Cloud, CloudFailure } from '../runpod/cloud.ts';

/** A pod's own key may not list the account's pods, and may do much with that one pod. null: it is not meant, or not allowed. */
export async function podOfOwnKey(
  cloud: Pick<Cloud, 'getPod'>,
  typed: string,
  { list, signal }: { readonly list: CloudFailure; readonly signal: AbortSignal },
): Promise<Pod | null> {
  if (list.code !== 'unauthorised' || !isPodIdForm(typed)) return null;
  const asked = await cloud.getPod(typed, signal);
  return asked.ok ? asked.value : null;
}

/** What RunPod's ids look like; a name such as "trainer" is one as well, and then nobody has it. */
export function isPodIdForm(typed: string): boolean {
  return /^[a-z0-9]{6,32}$/.test(typed);
}
