/** What an exchange came to that brought no answer to read. */
import type { HttpContext } from './http-trouble.ts';
import { networkTrouble } from './network-trouble.ts';
import { type Trouble, trouble } from './trouble.ts';
import type { Cut } from './within-deadline.ts';

export type JudgeContext = HttpContext & { readonly host: string; readonly timeoutMs: number };

export type WithoutAnswer = Cut | { readonly kind: 'too-long'; readonly status: number };

export function withoutAnswer(result: WithoutAnswer, { host, timeoutMs }: JudgeContext): Trouble {
  if (result.kind === 'cancelled') return trouble('cancelled', 'it was cancelled', 'Nothing more to do.');
  if (result.kind === 'failed') return networkTrouble(result.error, host);
  if (result.kind === 'too-long') {
    const hint = 'Check RUNPOD_GRAPHQL_URL if it is set.';
    return trouble('unexpected', `more than 16 MiB came from ${host}`, hint);
  }
  const reason = `no answer from ${host} within ${timeoutMs / 1000} s`;
  return trouble('timeout', reason, 'Check the network, then try again.');
}
