/**
 * The way of messages to one receiver: a short queue, one request at a time, tried again at growing distances, and given
 * up when they are old. What goes wrong is told once, not at each try.
 */
import type { Tells } from './answers.ts';
import type { Clock } from './clock.ts';
import type { Send } from './send.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { createWaitingLine, longestLine, type Message, namesOf } from './waiting-line.ts';

export type Delivery = {
  add(message: Omit<Message, 'addedAtMs'>): void;
  /** Tries what is left once more and resolves, at the latest after this time. Nothing is taken from then on. */
  close(limitMs: number): Promise<void>;
  figures(): DeliveryFigures;
};

/** Messages: those that wait, and how many had which end since the start. */
export type DeliveryFigures = {
  readonly queued: number;
  readonly sent: number;
  /** Refused, or given up. */
  readonly failed: number;
  /** There was no room for them. */
  readonly dropped: number;
};

export type DeliveryOptions = {
  readonly clock: Clock;
  readonly send: Send;
  /** From 0 to 1. */
  random(): number;
  /** What is said of the receiver, e.g. "does not take messages: HTTP status 404, …". No address and no key is in it. */
  onTrouble(what: string): void;
  onTaken(tells: Tells): void;
  /** There was no answer, although all was sent. It is tried again. */
  onUnclear(tells: Tells): void;
  /** It refused what it was told of these alerts, by fingerprint, and nothing that waits tells of them. */
  onRefused(names: readonly string[]): void;
  /** What it was to be told of these alerts was given up or had no room, and nothing that waits tells of them. */
  onLost(names: readonly string[]): void;
};

const giveUpAfterMs = 30 * 60_000;
const shortestWaitMs = 1000;
const longestWaitMs = 5 * 60_000;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { clock, onTrouble } = options;
  const line = createWaitingLine();
  const stopping = new AbortController();
  const told = new Set<string>();
  /** Fingerprints of what had no room. They are lost when there is room again: told before, they would push out others. */
  const dropped = new Set<string>();
  const counts = { sent: 0, failed: 0 };
  let closing = false;
  /** Tries without success since the last success. */
  let misses = 0;
  /** The receiver asked to be left alone until then. */
  let quietUntilMs = 0;
  let working: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;

  /** Once, until a message has been taken. */
  function tell(what: string, why = ''): void {
    if (!told.has(what)) onTrouble(`${what}${why}`);
    told.add(what);
  }

  function start(): void {
    if (closing || working !== null || cancelTimer !== null || line.length() === 0) return;
    working = work().finally(() => {
      working = null;
      // What was added between the last look and now.
      start();
    });
  }

  async function work(): Promise<void> {
    for (let message = line.first(); message !== null && !closing; message = line.first()) {
      if (await deliver(message)) continue;
      giveUpOld();
      if (!closing && line.length() > 0) waitForNext();
      return;
    }
  }

  /** @returns False when the receiver has to be tried again later; what is left of the message is the first in line then. */
  async function deliver(message: Message): Promise<boolean> {
    let refused = false;
    for (const [index, { request, tells }] of message.parts.entries()) {
      const verdict = verdictOf(await options.send(request, stopping.signal), clock.wallMs());
      if (verdict.kind === 'later') {
        if (verdict.isUnclear) options.onUnclear(tells);
        missed(verdict);
        return false;
      }
      misses = 0;
      const parts = message.parts.slice(index + 1);
      line.replaceFirst(parts.length === 0 ? null : { ...message, parts });
      if (verdict.kind === 'taken') options.onTaken(tells);
      else {
        refused = true;
        options.onRefused(line.untold(tells.keys()));
        tell('does not take messages', `: ${verdict.reason}.`);
      }
    }
    if (!refused) told.clear();
    counts[refused ? 'failed' : 'sent']++;
    loseDropped();
    return true;
  }

  function missed({ reason, askedWaitMs }: Extract<Verdict, { kind: 'later' }>): void {
    misses++;
    if (askedWaitMs !== null) quietUntilMs = clock.monotonicMs() + askedWaitMs;
    if (!stopping.signal.aborted) tell('cannot be told now', `: ${reason}. It is tried again.`);
  }

  function giveUpOld(): void {
    const oldestMs = clock.monotonicMs() - giveUpAfterMs;
    for (let first = line.first(); first !== null && first.addedAtMs <= oldestMs; first = line.first()) {
      line.replaceFirst(null);
      counts.failed++;
      tell('was not told', `: messages that have waited for ${giveUpAfterMs / 60_000} min are given up.`);
      options.onLost(line.untold(namesOf(first)));
      loseDropped();
    }
  }

  function loseDropped(): void {
    if (dropped.size === 0 || line.length() >= longestLine) return;
    options.onLost(line.untold(dropped));
    dropped.clear();
  }

  function waitForNext(): void {
    const ceilingMs = Math.min(longestWaitMs, shortestWaitMs * 2 ** Math.min(misses, 20));
    const jitteredMs = shortestWaitMs + options.random() * (ceilingMs - shortestWaitMs);
    cancelTimer = clock.setTimer(Math.max(jitteredMs, quietUntilMs - clock.monotonicMs()), () => {
      cancelTimer = null;
      start();
    });
  }

  /** Where one is not taken now, the others would not be either. */
  async function lastTries(): Promise<void> {
    const missesBefore = misses;
    await working;
    if (misses > missesBefore || quietUntilMs > clock.monotonicMs()) return;
    for (let message = line.first(); message !== null; message = line.first()) {
      if (stopping.signal.aborted || !(await deliver(message))) return;
    }
  }

  return {
    add(message) {
      if (closing || message.parts.length === 0) return;
      const names = line.add({ ...message, addedAtMs: clock.monotonicMs() });
      for (const name of names) dropped.add(name);
      if (names.length > 0) tell('is behind', ': its queue is full, and messages are dropped.');
      start();
    },
    async close(limitMs) {
      closing = true;
      cancelTimer?.();
      await withinLimit(lastTries(), clock, limitMs);
      stopping.abort();
      const left = line.clear();
      counts.failed += left;
      if (left > 0)
        tell('has not got all', `: ${left} ${left === 1 ? 'message was' : 'messages were'} left at the end.`);
    },
    figures: () => ({ queued: line.length(), ...counts, dropped: line.dropped() }),
  };
}

function withinLimit(work: Promise<void>, clock: Clock, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.setTimer(limitMs, resolve);
    void work.finally(() => {
      cancel();
      resolve();
    });
  });
}
