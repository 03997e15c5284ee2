/** The telemetry link to one pod: tries, stays, loses, tries again; and tells how it stands at each turn. */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import { backoffDelayMs } from '../base/retry.ts';
import type { Link, LinkOver, LinkVia } from '../fleet/link.ts';
import type { KnownWay } from './bootstrap.ts';
import { createDropCount } from './drop-count.ts';
import { protocolFailure, type SshFailure } from './failure.ts';
import { runSession, type SessionEnd } from './pod-session.ts';
import type { LinkHandle, LinkListener, LinkTarget } from './telemetry.ts';
import type { LinkContext } from './trusted-connection.ts';
import { createWatchdog, type Watchdog } from './watchdog.ts';

export type PodLink = LinkHandle & {
  /** To be called every `tickMs`. */
  tick(): void;
  /** Resolves when the link is closed and nothing of it is left. */
  readonly over: Promise<void>;
};

/** After so many deaths of its agent in a row, a pod gets the probe. */
const maxAgentDeaths = 2;

export function createLink(firstTarget: LinkTarget, listener: LinkListener, context: LinkContext): PodLink {
  const { timings, clock, random } = context;
  let target = firstTarget;
  let isClosed = false;
  /** Ends what is under way: a session, or the pause before the next. */
  let turn = new AbortController();
  /** Why the session is being ended from here. */
  let verdict: SshFailure | null = null;
  let known: KnownWay = { kind: 'untried' };
  let agentDeaths = 0;
  let attempt = 0;
  let liveSinceMs: number | null = null;
  let watchdog: Watchdog | null = null;
  let link: Link | null = null;
  let newest: { readonly bootId: string | null; readonly sequence: number | null } | null = null;
  const drops = createDropCount({ monotonicMs: clock.monotonicMs, onNote: (text) => note('warn', text) });

  function show(next: Link): void {
    link = next;
    if (!isClosed) listener.onLink(next);
  }

  function note(level: 'info' | 'warn', text: string): void {
    if (!isClosed) listener.onFrame({ kind: 'event', atMs: clock.wallMs(), level, text });
  }

  async function run(): Promise<void> {
    while (!isClosed) {
      turn = new AbortController();
      attempt++;
      show({ kind: 'waiting', sinceMs: clock.wallMs() });
      const { signal } = turn;
      const ended = await tryOnce(signal).catch((error: unknown) => fault(error, target, known));
      if (isClosed) return;
      const wasTurned = signal.aborted && verdict === null;
      if (!wasTurned) await afterFailure(learn(ended));
    }
  }

  function tryOnce(signal: AbortSignal): Promise<SessionEnd> {
    verdict = null;
    watchdog = null;
    liveSinceMs = null;
    return runSession({
      context,
      target,
      known,
      sinceSequence: newest?.sequence ?? null,
      signal,
      onConnecting: () => show({ kind: 'connecting', sinceMs: clock.wallMs(), attempt }),
      onLive: goLive,
      onFrame: (frame) => {
        if (!signal.aborted) take(frame);
      },
      onDropped: drops.count,
      onNote: note,
    });
  }

  function goLive(via: LinkVia, over: LinkOver): void {
    // A second hello only adds what the first did not know yet.
    if (link?.kind === 'live' || link?.kind === 'stale') return;
    liveSinceMs = clock.monotonicMs();
    watchdog = createWatchdog({ intervalMs: target.intervalMs, nowMs: liveSinceMs, timings });
    show({ kind: 'live', sinceMs: clock.wallMs(), via, over });
  }

  function take(frame: Frame): void {
    if (frame.kind === 'hello' && frame.bootId !== newest?.bootId) {
      newest = { bootId: frame.bootId, sequence: null };
    }
    if (frame.kind === 'sample') {
      newest = { bootId: newest?.bootId ?? null, sequence: frame.sequence };
      watchdog?.heard(clock.monotonicMs());
      if (link?.kind === 'stale') show({ ...link, kind: 'live', sinceMs: clock.wallMs() });
    }
    if (!isClosed) listener.onFrame(frame);
  }

  /** What this session teaches the next one. */
  function learn({ failure, way, agentDied }: SessionEnd): SshFailure {
    known = way;
    const livedMs = liveSinceMs === null ? 0 : clock.monotonicMs() - liveSinceMs;
    watchdog = null;
    if (livedMs >= timings.stableMs) attempt = 1;
    if (livedMs >= timings.agentProvenMs) agentDeaths = 0;
    if (agentDied) agentDeaths++;
    if (agentDeaths >= maxAgentDeaths && known.kind !== 'probe') {
      known = { kind: 'probe' };
      note('warn', `The agent ended ${agentDeaths} times in a row; the probe takes its place.`);
    }
    return verdict ?? failure;
  }

  async function afterFailure(failure: SshFailure): Promise<void> {
    const sinceMs = clock.wallMs();
    const { message, hint } = failure;
    const pause = new AbortController();
    turn = pause;
    const isFinal = target.refusalIsFinal === true && failure.kind === 'refused' && attempt > 1;
    if (!failure.retriable || isFinal) {
      show({ kind: 'refused', sinceMs, reason: message, hint });
      await aborted(pause.signal);
      return;
    }
    const delayMs = retryDelayMs(failure);
    show({ kind: 'lost', sinceMs, reason: message, attempt, retryAtMs: sinceMs + delayMs });
    const timer = setTimeout(() => pause.abort(), delayMs);
    await aborted(pause.signal);
    clearTimeout(timer);
  }

  /** The first retry is immediate, unless the pod answered and what it sent was of no use. */
  function retryDelayMs({ kind }: SshFailure): number {
    const earlier = kind === 'protocol' ? attempt - 1 : attempt - 2;
    if (earlier < 0) return 0;
    return backoffDelayMs(earlier, {
      firstDelayMs: timings.backoffFirstMs,
      maxDelayMs: timings.backoffMaxMs,
      random,
    });
  }

  function tick(): void {
    if (watchdog === null || link === null) return;
    const health = watchdog.look(clock.monotonicMs());
    if (health === 'stale' && link.kind === 'live') {
      show({ ...link, kind: 'stale', sinceMs: clock.wallMs() });
    }
    if (health === 'dead') {
      watchdog = null;
      verdict = silence(target);
      turn.abort();
    }
  }

  // Not before the caller has the handle: a listener may use it.
  const over = Promise.resolve().then(run);
  return {
    over,
    tick,
    retryNow() {
      attempt = 0;
      // A link that is up is left alone, but what was given up for this pod may be tried again.
      if (known.kind === 'probe') known = { kind: 'untried' };
      agentDeaths = 0;
      if (link?.kind === 'lost' || link?.kind === 'refused') turn.abort();
    },
    retarget(next) {
      const isMoved = addressOf(next) !== addressOf(target);
      if (next.generation !== target.generation) {
        known = { kind: 'untried' };
        agentDeaths = 0;
      }
      target = next;
      if (!isMoved) return;
      attempt = 0;
      turn.abort();
    },
    close() {
      isClosed = true;
      turn.abort();
    },
  };
}

/** What a link has to be made anew for. */
function addressOf({ endpoint, way = 'direct', generation, intervalMs }: LinkTarget): string {
  return JSON.stringify([endpoint.username, endpoint.host, endpoint.port, way, generation, intervalMs]);
}

function silence({ endpoint, intervalMs }: LinkTarget): SshFailure {
  return {
    kind: 'timeout',
    message: `No sample from ${endpoint.host}:${endpoint.port} for many times the interval of ${intervalMs / 1000} s.`,
    hint: 'The agent or the network hangs; it is connected anew.',
    retriable: true,
  };
}

/** A fault of our own must not end the console; it is shown and tried again. */
function fault(error: unknown, { endpoint }: LinkTarget, way: KnownWay): SessionEnd {
  const text = error instanceof Error ? error.message : String(error);
  return { failure: protocolFailure(endpoint, `The console failed: ${text}`), way, agentDied: false };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
