/**
 * A job that lives in a pod, followed from here: begun there or found, told on without loss or repetition over any number
 * of connections, and given up only when it is known to be gone.
 */
import { systemClock } from '../../base/clock.ts';
import { messageOf } from '../../base/message-of.ts';
import { backoffDelayMs, sleep } from '../../base/retry.ts';
import { safeText } from '../../base/safe-text.ts';
import type { SshFailure } from '../../ssh/failure.ts';
import type { AgentCall, PodDoor } from '../../ssh/pod-door.ts';
import { quoted } from '../../ssh/shell-quote.ts';
import { createFloodGuard } from './flood-guard.ts';
import { followOnce, type Turn } from './follow-once.ts';
import { createNumbering } from './numbering.ts';
import type { RemoteJob, RemoteJobEnd, RemoteJobOptions } from './remote-job.ts';
import { createStopWish } from './stop-wish.ts';
import { giveToJob } from './tell-pod.ts';
import { usualRemoteTimings } from './timings.ts';

/** What one try came to: an end, or why there has to be another. */
type Tried =
  | RemoteJobEnd
  | { readonly kind: 'again' }
  | { readonly kind: 'parted'; readonly failure: SshFailure };

export function followRemoteJob(options: RemoteJobOptions): RemoteJob {
  const { jobId, signal, random = Math.random, clock = systemClock } = options;
  const timings = { ...usualRemoteTimings, ...options.timings };
  const flood = createFloodGuard(clock.monotonicMs);
  const numbering = createNumbering(options.after, {
    onLost: (count) => options.onNote('warn', `${count} events of the job were lost in the pod.`),
  });
  const wish = createStopWish({ jobId, timeoutMs: timings.stopTimeoutMs });
  let isKnown = options.isKnown;
  let bootId: string | null = null;
  let wantsOwnAgent = false;
  let failures = 0;
  let partedAtMs: number | null = null;
  let door: PodDoor | null = null;
  const toldNotes = new Set<string>();
  // What is under way through the door is not waited for.
  const leave = () => void closeDoor();
  signal.addEventListener('abort', leave, { once: true });

  async function run(): Promise<RemoteJobEnd> {
    for (;;) {
      if (signal.aborted) return { kind: 'left' };
      const tried = await attempt();
      if (signal.aborted && tried.kind !== 'verdict') return { kind: 'left' };
      if (tried.kind === 'again') continue;
      if (tried.kind !== 'parted') return tried;
      await closeDoor();
      const end = parted(tried.failure);
      if (end !== null) return end;
      await sleep(delayMs(), signal);
    }
  }

  async function attempt(): Promise<Tried> {
    const opened = await openDoor();
    if (!opened.ok) return { kind: 'parted', failure: opened.failure };
    const found = await opened.value.agent(wantsOwnAgent ? { own: true } : {});
    tellNotes(opened.value);
    if (!found.ok) return { kind: 'parted', failure: found.failure };
    if (found.value === null) return withoutAgent();
    return isKnown
      ? understood(await follow(opened.value, found.value, 'job follow', ''), found.value)
      : begin(opened.value, found.value);
  }

  /** Each once, however often the pod is connected to. */
  function tellNotes({ notes = [] }: PodDoor): void {
    for (const { level, text } of notes.filter(({ text }) => !toldNotes.has(text))) {
      toldNotes.add(text);
      options.onNote(level, text);
    }
  }

  async function openDoor(): Promise<{ readonly ok: true; readonly value: PodDoor } | NoDoor> {
    if (door !== null) return { ok: true, value: door };
    const target = options.target();
    if (target === null) return { ok: false, failure: withoutAddress };
    const opened = await options.doors.open(target, signal);
    if (opened.ok) door = opened.value;
    if (signal.aborted) await closeDoor();
    return opened;
  }

  async function begin(at: PodDoor, agent: AgentCall): Promise<Tried> {
    if (options.input !== null) {
      const given = await giveToJob({ door: at, agent, jobId }, options.input, timings.giveTimeoutMs);
      if (!given.ok && given.exitCode === null) return { kind: 'parted', failure: lost(given.reason) };
      if (!given.ok) return notTaken(given.reason, agent);
    }
    const rest = [options.kind, ...options.arguments].map(quoted).join(' ');
    return understood(await follow(at, agent, 'job run', rest), agent);
  }

  function follow(at: PodDoor, agent: AgentCall, verb: 'job run' | 'job follow', rest: string) {
    return followOnce({
      door: at,
      agent,
      jobId,
      verb,
      rest,
      numbering,
      flood,
      timings,
      clock,
      signal,
      onHello(hello) {
        // Only a first hello tells of the machine on which the job runs; a later one may be of another.
        bootId ??= hello.bootId;
        isKnown = true;
        failures = 0;
        partedAtMs = null;
        const { isNew, pid, agentVersion, nowMs: podNowMs = null } = hello;
        options.onFound({ isNew, pid, bootId: hello.bootId, agentVersion, podNowMs });
        wish.found({ door: at, agent });
      },
      onEvent: options.onEvent,
    });
  }

  function understood(turn: Turn, agent: AgentCall): Tried {
    wish.parted();
    switch (turn.kind) {
      case 'verdict':
        return { kind: 'verdict' };
      case 'gap':
        return { kind: 'again' };
      case 'lost':
        return { kind: 'parted', failure: lost(turn.reason) };
      case 'flooded':
        return { kind: 'refused', reason: `The job is not followed any longer: ${turn.reason}` };
      case 'absent':
        return { kind: 'gone', reason: goneReason(turn.absent.bootId) };
      case 'ended':
        return saysNo.has(turn.exitCode ?? 0) ? notTaken(turn.said, agent) : brokenOff(turn);
    }
  }

  function goneReason(bootIdNow: string | null): string {
    return bootId !== null && bootIdNow !== bootId
      ? 'the pod was restarted, the job is gone'
      : 'the pod keeps this job no more';
  }

  /** An agent that the image brings may be older than jobs; this console's own may run there all the same. */
  function notTaken(said: string, agent: AgentCall): Tried {
    const isTooOld = /is not a command|is no kind of job/.test(said);
    if (!isTooOld || wantsOwnAgent || agent.origin === 'own') {
      return { kind: 'refused', reason: said === '' ? 'The agent ended without a word.' : said };
    }
    wantsOwnAgent = true;
    const version = agent.version === undefined ? '' : ` (${safeText(agent.version, { maxLength: 64 })})`;
    options.onNote(
      'info',
      `The pod's own agent${version} is too old for this job; this console's takes its place.`,
    );
    return { kind: 'again' };
  }

  function withoutAgent(): Tried {
    if (!wantsOwnAgent) return { kind: 'no-agent' };
    return {
      kind: 'refused',
      reason: "The pod's agent is too old for this job, and this console's own does not run there.",
    };
  }

  /** Before the job was ever seen, a pod that cannot be reached is a result; after that it is a pause. */
  function parted(failure: SshFailure): RemoteJobEnd | null {
    failures += 1;
    if (!isKnown) {
      return failures >= timings.firstTries || !failure.retriable ? { kind: 'unreachable', failure } : null;
    }
    if (partedAtMs === null) {
      partedAtMs = clock.monotonicMs();
      options.onParted(failure.message);
    }
    if (clock.monotonicMs() - partedAtMs < timings.partedMs) return null;
    const minutes = Math.round(timings.partedMs / 60_000);
    return { kind: 'gone', reason: `the pod was not reached for ${minutes} minutes: ${failure.message}` };
  }

  function delayMs(): number {
    const { backoffFirstMs: firstDelayMs, backoffMaxMs: maxDelayMs } = timings;
    return backoffDelayMs(failures - 1, { firstDelayMs, maxDelayMs, random });
  }

  async function closeDoor(): Promise<void> {
    const open = door;
    door = null;
    await open?.close();
  }

  const ended = run()
    .catch(
      (error: unknown): RemoteJobEnd => ({
        kind: 'refused',
        reason: `The console failed: ${messageOf(error)}`,
      }),
    )
    .finally(async () => {
      signal.removeEventListener('abort', leave);
      wish.end();
      await closeDoor();
    });
  return { ended, stop: wish.stop };
}

/** Exit codes by which an agent says that it will not, now or later: a misuse, and a job that cannot be begun. */
const saysNo: ReadonlySet<number> = new Set([2, 4]);

/** Whatever else ended it, such as want of memory, may be over at the next try. */
function brokenOff({ exitCode, said }: Extract<Turn, { kind: 'ended' }>): Tried {
  const words = said === '' ? '' : ` It said: ${said}`;
  return { kind: 'parted', failure: lost(`The agent ended with exit code ${exitCode}.${words}`) };
}

type NoDoor = { readonly ok: false; readonly failure: SshFailure };

function lost(reason: string): SshFailure {
  return {
    kind: 'closed',
    message: reason,
    hint: 'The job goes on in the pod; it is looked for again.',
    retriable: true,
  };
}

const withoutAddress: SshFailure = {
  kind: 'unreachable',
  message: 'The pod has no SSH address now.',
  hint: 'It may be stopped or starting; it is looked for again.',
  retriable: true,
};
