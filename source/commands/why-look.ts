/**
 * What `pods why` finds out: RunPod's own log of a pod, whether its sshd speaks, and what telemetry comes to. All are asked at
 * once, each under a deadline of its own, and none is waited for longer than it can still tell something.
 */
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import { sleep } from '../base/retry.ts';
import type { Link } from '../fleet/link.ts';
import type { Pod, SshEndpoint } from '../fleet/pod.ts';
import { askGreeting } from '../jobs/outside/ask-greeting.ts';
import type { ReadinessFacts } from '../life/readiness.ts';
import type { SystemLogLine } from '../life/system-log.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Links, LinkTarget } from '../ssh/telemetry.ts';

export type WhyLook = Pick<ReadinessFacts, 'link' | 'sshAnswers' | 'health' | 'waitedMs' | 'systemLog'> & {
  /** Why RunPod's log could not be read; null where it was, or was not needed. */
  readonly logWhy: string | null;
};

export type WhyOptions = {
  readonly cloud: Pick<WholeCloud, 'podLogs'>;
  readonly pod: Pod;
  /** null: SSH has no way to it. */
  readonly ssh: { readonly links: Pick<Links, 'open'>; readonly target: LinkTarget } | null;
  readonly signal: AbortSignal;
  readonly timings?: WhyTimings;
};

export type WhyTimings = {
  readonly logWithinMs: number;
  /** A first visit may have to bring the agent along. */
  readonly sampleWithinMs: number;
  /** From the first sample: the pod gives an application five seconds, and takes two samples for its own figures. */
  readonly reportWithinMs: number;
  /** A link that is up by then needs no second connection to tell that sshd speaks. */
  readonly greetingAfterMs: number;
};

const usualTimings: WhyTimings = {
  logWithinMs: 12_000,
  sampleWithinMs: 10_000,
  reportWithinMs: 8_000,
  greetingAfterMs: 2_500,
};

export async function lookForWhy(options: WhyOptions): Promise<WhyLook> {
  const { pod, ssh, signal, timings = usualTimings } = options;
  const enough = new AbortController();
  const reading = systemLogOf(options, AbortSignal.any([signal, enough.signal]), timings.logWithinMs);
  const seen = ssh === null ? nothingSeen : await seenOverSsh({ ...ssh, signal, timings });
  // Into a pod that runs and lets in, the log tells nothing of the way any more.
  if (seen.health !== null && pod.state.kind === 'running') enough.abort();
  return { ...seen, ...(await reading) };
}

const logLines = 200;

async function systemLogOf(
  { cloud, pod }: WhyOptions,
  signal: AbortSignal,
  withinMs: number,
): Promise<Pick<WhyLook, 'systemLog' | 'logWhy'>> {
  const deadline = AbortSignal.timeout(withinMs);
  const lines: SystemLogLine[] = [];
  const request = { podId: pod.id, source: 'system', tail: logLines, sinceMs: null } as const;
  const asked = { ...request, lastEventId: null, follow: false };
  for await (const event of cloud.podLogs(asked, AbortSignal.any([signal, deadline]))) {
    if (event.kind === 'failed') return { systemLog: null, logWhy: event.failure.message };
    if (event.kind === 'reconnecting') continue;
    lines.push({ atMs: event.atMs, text: event.text });
  }
  if (lines.length > 0) return { systemLog: lines, logWhy: null };
  if (signal.aborted) return { systemLog: null, logWhy: null };
  if (deadline.aborted) return { systemLog: null, logWhy: `no answer within ${withinMs / 1000} s` };
  return { systemLog: lines, logWhy: null };
}

type Seen = {
  readonly link: Link | null;
  readonly sshAnswers: boolean | null;
  readonly health: HealthReport | null;
  readonly waitedMs: number | null;
};

const nothingSeen: Seen = { link: null, sshAnswers: null, health: null, waitedMs: null };
/** Tried so often, the next try would most likely end the same way. */
const triesWithoutAnswer = 2;

/**
 * What a telemetry link comes to within a few seconds. With the first health report there is nothing more to wait for, and
 * neither where nobody answers. The link is left to who made the links.
 */
async function seenOverSsh({
  links,
  target,
  signal,
  timings,
}: NonNullable<WhyOptions['ssh']> & {
  readonly signal: AbortSignal;
  readonly timings: WhyTimings;
}): Promise<Seen> {
  const over = new AbortController();
  const greeted = greetingOf(target, { afterMs: timings.greetingAfterMs, signal: over.signal });
  const seen = await new Promise<Omit<Seen, 'sshAnswers'>>((resolve) => {
    let link: Link | null = null;
    let isOver = false;
    const end = (health: HealthReport | null, waitedMs: number | null): void => {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve({ link, health, waitedMs });
    };
    const wait = (ms: number) => setTimeout(() => end(null, ms), ms);
    const stop = (): void => end(null, null);
    let timer = wait(timings.sampleWithinMs);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    links.open(target, {
      onLink: (next) => {
        // The log may still be read while it goes on: nobody would clear another timer.
        if (isOver) return;
        if (next.kind === 'live' && link?.kind !== 'live' && link?.kind !== 'stale') {
          clearTimeout(timer);
          timer = wait(timings.reportWithinMs);
        }
        link = next;
        const isUseless = next.kind === 'lost' && next.attempt >= triesWithoutAnswer;
        if (next.kind === 'refused' || isUseless) end(null, null);
      },
      onFrame: (frame) => {
        if (frame.kind === 'health') end(frame.report, null);
      },
    });
  });
  over.abort();
  return { ...seen, sshAnswers: await greeted };
}

const greetingWithinMs = 5_000;

/** Whether sshd speaks, of a link that takes its time; null: nobody has asked, or only the link can get there. */
async function greetingOf(
  { endpoint, way = 'direct' }: LinkTarget,
  { afterMs, signal }: { readonly afterMs: number; readonly signal: AbortSignal },
): Promise<boolean | null> {
  if (way !== 'direct' || (await sleep(afterMs, signal)) === 'aborted') return null;
  return (await speaks(endpoint, signal)) ? true : null;
}

async function speaks(endpoint: SshEndpoint, signal: AbortSignal): Promise<boolean> {
  const { kind } = await askGreeting(endpoint, { timeoutMs: greetingWithinMs, signal });
  return kind === 'ssh';
}
