/** One look at the pod from every side at once: RunPod's API, its proxy, and SSH. */
import type { Pod } from '../../../fleet/pod.ts';
import type { CloudFailure } from '../../../runpod/cloud.ts';
import { askWeb } from '../../outside/ask-web.ts';
import type { DeployDoors } from '../doors.ts';
import type { Expected } from './expected.ts';
import type { Inside } from './inside.ts';
import { readServed, type Served } from './served.ts';
import type { SshSeen, WayIn } from './way-in.ts';
import { answerOf, isGood, type WebAnswer } from './web-answer.ts';

export type Seen = {
  readonly atMs: number;
  readonly api:
    | { readonly kind: 'pod'; readonly pod: Pod }
    | { readonly kind: 'failed'; readonly failure: CloudFailure };
  /** As it is known: the API's answer, or the last one where it is silent. null before the first. */
  readonly pod: Pod | null;
  readonly proxy: WebAnswer;
  readonly ssh: SshSeen;
  readonly inside: Inside | null;
  /** Read from the proxy's answer, and from the one over SSH. */
  readonly served: { readonly proxy: Served | null; readonly ssh: Served | null };
};

export type LookOptions = {
  readonly doors: DeployDoors;
  readonly expected: Expected;
  readonly wayIn: WayIn;
  readonly known: Pod | null;
  readonly asksGpus: boolean;
  readonly signal: AbortSignal;
};

const apiTimeoutMs = 10_000;
const pageTimeoutMs = 8000;
export const maxBodyBytes = 256 * 1024;

/** Never rejects. */
export async function look(options: LookOptions): Promise<Seen> {
  const { doors, expected, wayIn, known, asksGpus, signal } = options;
  const api = await askApi(options);
  // One that is gone has no address that would still be its own.
  const pod = api.kind === 'pod' ? api.pod : api.failure.code === 'not-found' ? null : known;
  const { port, path } = expected;
  const [proxy, { ssh, inside }] = await Promise.all([
    askProxy(doors, { url: `${expected.url}${path}`, signal }),
    pod === null ? nobody : wayIn.ask(pod, { page: { port, path }, asksGpus }),
  ]);
  return {
    ...{ atMs: doors.nowMs(), api, pod: pod ?? known, proxy, ssh, inside },
    served: { proxy: servedOf(proxy, expected), ssh: servedOf(inside?.page ?? null, expected) },
  };
}

export async function askProxy(
  { fetch }: Pick<DeployDoors, 'fetch'>,
  { url, signal }: { readonly url: string; readonly signal: AbortSignal },
): Promise<WebAnswer> {
  return answerOf(await askWeb(url, { fetch, signal, timeoutMs: pageTimeoutMs, maxBodyBytes }));
}

const nobody = { ssh: { kind: 'no-address' }, inside: null } as const;

async function askApi({ doors, expected, signal }: LookOptions): Promise<Seen['api']> {
  if (doors.cloud === null) return { kind: 'failed', failure: noKey };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(apiTimeoutMs)]);
  const answer = await doors.cloud.getPod(expected.podId, limit);
  if (answer.ok) return { kind: 'pod', pod: answer.value };
  // It was cancelled from here, because it took too long.
  const isLate = answer.code === 'cancelled' && !signal.aborted;
  const message = `RunPod's API did not answer within ${apiTimeoutMs / 1000} s.`;
  return { kind: 'failed', failure: isLate ? { ...answer, code: 'timeout', message } : answer };
}

const noKey: CloudFailure = {
  ok: false,
  code: 'unauthorised',
  message: 'There is no API key to ask RunPod with.',
  hint: 'Set RUNPOD_API_KEY.',
  retryAfterMs: null,
};

function servedOf(answer: WebAnswer | null, { version, isTagAlone }: Expected): Served | null {
  const served = answer?.kind === 'answered' ? readServed(answer.body) : null;
  const isOther = served !== null && served.version !== version;
  // Then RunPod's word on the image is what tells.
  return isOther && isTagAlone === true ? { ...served, version: null } : served;
}

/** Somebody in the pod answers for it. A health page that says "fail" is an answer too: what to think of it, others say. */
export function isServed(answer: WebAnswer | null, served: Served | null): boolean {
  if (answer === null || served?.live === false) return false;
  return isGood(answer) || served?.live === true;
}

/** Of both ways, the one that says more. */
export function newestServed({ served }: Pick<Seen, 'served'>): Served | null {
  return served.ssh ?? served.proxy;
}

/** Of the container. What is served comes first: both ways give the same. */
export function bootIdOf(seen: Pick<Seen, 'served' | 'inside'>): string | null {
  return seen.served.ssh?.bootId ?? seen.served.proxy?.bootId ?? seen.inside?.bootId ?? null;
}
