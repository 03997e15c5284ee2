/** Looks that ask RunPod say nothing of their own where the key is missing, refused or RunPod silent: one look tells of that. */
import type { CloudResult } from '../../../runpod/cloud.ts';
import type { ApiAnswer, Ground } from './ground.ts';
import { hangsOn, type Looked, unanswered } from './look.ts';
import { cloudProblem } from './problems.ts';

/** `judge` is given the answer alone. `about`: what is asked, e.g. "registry credentials". */
export async function askingCloud<Value>(
  ground: Ground,
  about: string,
  ask: () => Promise<ApiAnswer<Value>>,
  judge: (value: Value) => Promise<Looked> | Looked,
): Promise<Looked> {
  const [account, answer] = await Promise.all([ground.account(), ask()]);
  if (account === null || answer === null) return hangsOn('It hangs on the API key.');
  if (answer.ok) return await judge(answer.value);
  // The same silence is told once.
  return account.ok ? unanswered(cloudProblem(answer, about)) : hangsOn('It hangs on the API.');
}

export function asked<Value>(
  { cloud, context }: Ground,
  ask: (cloud: NonNullable<Ground['cloud']>, signal: AbortSignal) => Promise<CloudResult<Value>>,
): () => Promise<ApiAnswer<Value>> {
  return async () => (cloud === null ? null : await ask(cloud, context.signal));
}
