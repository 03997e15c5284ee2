/** The account that pays; where RunPod's wire does not tell it, at least whether RunPod takes the key. */
import { type Account, unknownAccount } from '../../../fleet/account.ts';
import type { Cloud, CloudResult } from '../../../runpod/cloud.ts';

/** REST v2 alone has no account: then the pods are asked for, and what is not known of the account is null. */
export async function accountOf(cloud: Cloud, signal: AbortSignal): Promise<CloudResult<Account>> {
  const account = await cloud.account(signal);
  if (account.ok || (account.code !== 'unsupported' && account.code !== 'gone')) return account;
  const pods = await cloud.listPods(signal);
  return pods.ok ? { ok: true, value: unknownAccount } : pods;
}
