/** Writes the account's SSH keys: RunPod replaces the whole list, so it is read again to see that nothing was lost. */
import type { CloudFailure, CloudResult } from '../runpod/cloud.ts';
import { keyRowOf } from '../runpod/key-row.ts';
import type { SshKey } from '../runpod/resource-cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';

/**
 * `before` is what was read just now, `after` what shall be there. Another program may write between reading and writing:
 * a key that it added is lost then, and cannot be seen any more; one of ours that it took away is told here.
 */
export async function writeKeys(
  cloud: WholeCloud,
  after: readonly SshKey[],
  signal: AbortSignal,
): Promise<CloudResult<null>> {
  const written = await cloud.replaceSshKeys(after, signal);
  if (!written.ok) return written;
  const read = await cloud.sshKeys(signal);
  if (!read.ok) return unverified(read);
  const there = new Set(read.value.map(identityOf));
  const lost = after.filter((key) => !there.has(identityOf(key)));
  const more = read.value.length - after.length;
  if (lost.length === 0 && more <= 0) return { ok: true, value: null };
  return changedBetween(lost);
}

/** Comments may be rewritten; the key itself is what counts. */
export function identityOf({ line }: SshKey): string {
  return keyRowOf(line)?.fingerprint ?? line;
}

function unverified({ code, message, retryAfterMs }: CloudFailure): CloudFailure {
  return {
    ...{ ok: false, code, retryAfterMs },
    message: `The keys were written, and could not be read again: ${message}`,
    hint: 'Look at them: pod-engine keys list',
  };
}

function changedBetween(lost: readonly SshKey[]): CloudFailure {
  const names = lost.map(identityOf).join(', ');
  const what = lost.length === 0 ? 'there are more keys than were written' : `missing now: ${names}`;
  return {
    ...{ ok: false, code: 'unexpected', retryAfterMs: null },
    message: `The keys were written, and RunPod has others: ${what}.`,
    hint: 'Another program may have written them at the same time: look at pod-engine keys list, then try again.',
  };
}
