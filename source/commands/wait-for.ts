/** Looks at a pod every two seconds until it is as far as is wanted, or never will be. */
import { sleep } from '../base/retry.ts';
import type { Pod } from '../fleet/pod.ts';
import { askWeb } from '../jobs/outside/ask-web.ts';
import { portWishes } from '../life/judge-ports.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import { durationText } from './duration-text.ts';
import { lookOverSsh } from './look-over-ssh.ts';
import type { Services } from './services.ts';

export const waitGoals = ['running', 'ssh', 'http', 'gpu'] as const;
export type WaitGoal = (typeof waitGoals)[number];

export function isWaitGoal(text: string): text is WaitGoal {
  return waitGoals.some((goal) => goal === text);
}

export type WaitEnd = {
  /** `never`: it was stopped, or failed. `late`: the time is over. */
  readonly kind: 'reached' | 'never' | 'gone' | 'late' | 'interrupted';
  /** One sentence. */
  readonly text: string;
};

export type WaitOptions = {
  readonly pod: Pod;
  readonly goal: WaitGoal;
  readonly timeoutMs: number;
  /** For `http`; null: the pod's first port that is served over HTTP. */
  readonly httpPort: number | null;
  readonly cloud: Pick<WholeCloud, 'getPod' | 'podSettings'>;
  readonly doors: PodDoors;
  readonly services: Extract<Services, { ok: true }>;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  /** Each time that something else is waited for. */
  readonly tell: (text: string) => void;
};

const pauseMs = 2000;

export async function waitFor(options: WaitOptions): Promise<WaitEnd> {
  const { timeoutMs, nowMs, signal, tell, cloud, pod } = options;
  const endAtMs = nowMs() + timeoutMs;
  let missing = 'it has not been looked at yet';
  for (;;) {
    const read = await cloud.getPod(pod.id, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    const look = read.ok ? await lookAt(read.value, options) : apiSilent(read);
    if (signal.aborted) return { kind: 'interrupted', text: 'interrupted.' };
    if (look.kind !== 'waiting') return look;
    if (look.text !== missing) tell(`waiting: ${look.text}`);
    missing = look.text;
    const leftMs = endAtMs - nowMs();
    if (leftMs <= 0)
      return { kind: 'late', text: `not so far after ${durationText(timeoutMs)}: ${missing}.` };
    await sleep(Math.min(pauseMs, leftMs), signal);
  }
}

type Look = WaitEnd | { readonly kind: 'waiting'; readonly text: string };

function apiSilent({ code, message }: { readonly code: string; readonly message: string }): Look {
  if (code === 'not-found') return { kind: 'gone', text: 'RunPod has no such pod any more.' };
  return { kind: 'waiting', text: `RunPod does not say: ${message.replace(/\.$/, '')}` };
}

async function lookAt(pod: Pod, options: WaitOptions): Promise<Look> {
  const { state } = pod;
  if (state.kind === 'stopped') {
    const by = state.by === 'unknown' ? '' : ` (by ${state.by})`;
    return { kind: 'never', text: `it is stopped${by}.` };
  }
  if (state.kind === 'terminated') return { kind: 'never', text: 'it is terminated.' };
  if (state.kind === 'unknown') return { kind: 'waiting', text: `its state is not known, ${state.reason}` };
  if (state.kind === 'initialising') return { kind: 'waiting', text: 'no container has been reported yet' };
  if (options.goal === 'running') return { kind: 'reached', text: 'its container runs.' };
  return options.goal === 'http' ? await lookByHttp(pod, options) : await lookBySsh(pod, options);
}

async function lookByHttp(pod: Pod, { httpPort, services, cloud, signal }: WaitOptions): Promise<Look> {
  const port = httpPort ?? pod.ports.find(({ type }) => type === 'http')?.privatePort ?? null;
  if (port === null) return await lookForHttpPort(pod, cloud, signal);
  const url = `${services.proxyUrlOf(pod.id, port)}/`;
  const reply = await askWeb(url, { timeoutMs: 8000, maxBodyBytes: 1024, signal });
  if (reply.kind !== 'answered')
    return { kind: 'waiting', text: `nothing answers at port ${port} through RunPod's proxy yet` };
  if (reply.httpStatus >= 500)
    return { kind: 'waiting', text: `port ${port} answers ${reply.httpStatus} through RunPod's proxy` };
  return { kind: 'reached', text: `port ${port} answers ${reply.httpStatus}.` };
}

/** A port that its settings do not name is never published. */
async function lookForHttpPort(pod: Pod, cloud: WaitOptions['cloud'], signal: AbortSignal): Promise<Look> {
  const read = await cloud.podSettings(pod.id, signal);
  if (read.ok && !portWishes(read.value.ports).some(({ type }) => type === 'http'))
    return {
      kind: 'never',
      text: 'none of its ports is served over HTTP. Give --http-port, or edit its ports.',
    };
  return { kind: 'waiting', text: 'RunPod has published no HTTP port of it yet' };
}

async function lookBySsh(pod: Pod, options: WaitOptions): Promise<Look> {
  const seen = await lookOverSsh({ ...options, pod, asksGpus: options.goal === 'gpu' });
  if (!seen.ok)
    return seen.isFinal ? { kind: 'never', text: seen.text } : { kind: 'waiting', text: seen.text };
  if (options.goal === 'ssh') return { kind: 'reached', text: 'SSH answers.' };
  const wanted = pod.gpuCount ?? 1;
  if (seen.gpuCount === null) return { kind: 'waiting', text: 'nvidia-smi does not answer in it yet' };
  if (seen.gpuCount < wanted)
    return { kind: 'waiting', text: `nvidia-smi shows ${seen.gpuCount} of ${wanted} GPUs` };
  return {
    kind: 'reached',
    text: seen.gpuCount === 1 ? 'it has its GPU.' : `it has its ${seen.gpuCount} GPUs.`,
  };
}
