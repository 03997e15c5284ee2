/** Whether an API key can be sent at all. */
import type { Secret } from '../base/secret.ts';
import { checkKeyHint, trouble } from './trouble.ts';

/** Anything else `fetch` would refuse, quoting the key in its refusal. */
export function isHeaderSafe(apiKey: Secret): boolean {
  return /^[\x21-\x7e]+$/.test(apiKey.reveal());
}

export const unsendableKey = trouble(
  'unauthorised',
  'the API key is empty or holds characters that no key has',
  checkKeyHint,
);
