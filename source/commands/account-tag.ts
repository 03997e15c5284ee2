/** What files of one account are named by: RunPod does not always tell whose key it is. */
import { createHash } from 'node:crypto';
import type { Settings } from '../settings/settings.ts';

/** The same for the same API key, and nothing that the key could be found from; "none" where there is no key. */
export function accountTag({ apiKey }: Pick<Settings, 'apiKey'>): string {
  if (apiKey === null) return 'none';
  return createHash('sha256').update(`pod-engine ${apiKey.secret.reveal()}`).digest('hex').slice(0, 16);
}
