/** One run of the load generator: its connections, its pace and its clock, from the first connect to the last answer. */
import { Connection, type ConnectionOwner } from './connection.ts';
import { answerTimeoutMs, noAnswer, noConnection } from './failures.ts';
import { type GeneratorCost, type GeneratorWatch, watchGenerator } from './generator-watch.ts';
import type { LoadOptions, LoadTarget } from './load.ts';
import { nothingDue, type Pace } from './pace.ts';
import { requestBytes } from './request-bytes.ts';
import { Tally, type Window } from './tally.ts';

/** A server that refuses or breaks connections is not asked again at once: that would measure nothing but the asking. */
const reopenPauseMs = 100;
const sweepMs = 250;
const readBufferBytes = 64 * 1024;
const usualSliceMs = 500;

export type RunOutcome = {
  readonly tally: Tally;
  readonly pace: Pace;
  /** How long was measured; shorter than asked where the signal came first. */
  readonly durationMs: number;
  readonly bytesRead: number;
  readonly cost: GeneratorCost | null;
};

type RunParts = {
  readonly target: LoadTarget;
  readonly options: LoadOptions;
  readonly window: Window;
  readonly pace: Pace;
  onEnd(outcome: RunOutcome): void;
};

export class LoadRun implements ConnectionOwner {
  readonly host: string;
  readonly port: number;
  readonly request: Buffer;
  readonly readBuffer = Buffer.alloc(readBufferBytes);
  private readonly parts: RunParts;
  private readonly pace: Pace;
  private readonly tally: Tally;
  private readonly connections: readonly Connection[];
  /** Free connections, the longest free first. */
  private readonly free: Connection[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly onAbort = () => this.end();
  private phase: 'warm-up' | 'measuring' | 'draining' | 'ended' = 'warm-up';
  private watch: GeneratorWatch | null = null;
  private cost: GeneratorCost | null = null;
  private bytesRead = 0;
  private windowBytes = 0;
  private durationMs = 0;

  constructor(parts: RunParts) {
    this.parts = parts;
    this.host = parts.target.host;
    this.port = parts.target.port;
    this.request = requestBytes(parts.target);
    this.pace = parts.pace;
    this.tally = new Tally(parts.window);
    this.connections = Array.from({ length: parts.options.connections }, () => new Connection(this));
  }

  begin(): void {
    const { window, options } = this.parts;
    if (options.signal.aborted) {
      this.end();
      return;
    }
    options.signal.addEventListener('abort', this.onAbort);
    const nowMs = performance.now();
    for (const connection of this.connections) connection.open(nowMs);
    if (options.warmUpMs === 0) this.measure();
    else this.at(window.fromMs, () => this.measure());
    this.after(sweepMs, () => this.sweep());
    this.tick();
  }

  onBytes(count: number): void {
    this.bytesRead += count;
  }

  onConnected(connection: Connection, nowMs: number): void {
    this.use(connection, nowMs);
  }

  onAnswer(connection: Connection, nowMs: number): void {
    this.tally.answer(connection.status, connection.intendedMs, nowMs);
    if (connection.state === 'free') this.use(connection, nowMs);
    else this.reopen(connection, nowMs);
  }

  onFailure(connection: Connection, reason: string): void {
    this.takeFromFree(connection);
    if (performance.now() >= this.parts.window.fromMs) this.tally.error(reason, 1);
    if (this.phase === 'draining') this.endIfDrained();
    else
      this.after(reopenPauseMs, () => {
        if (this.phase !== 'draining') connection.open(performance.now());
      });
  }

  onIdleEnd(connection: Connection): void {
    this.takeFromFree(connection);
    this.reopen(connection, performance.now());
  }

  private takeFromFree(connection: Connection): void {
    const place = this.free.indexOf(connection);
    if (place >= 0) this.free.splice(place, 1);
  }

  private use(connection: Connection, nowMs: number): void {
    const intendedMs = this.pace.next(nowMs, this.free.length === 0);
    if (intendedMs !== nothingDue) {
      connection.send(intendedMs, nowMs);
      return;
    }
    this.free.push(connection);
    if (this.phase === 'draining') this.endIfDrained();
  }

  private reopen(connection: Connection, nowMs: number): void {
    if (this.phase !== 'draining' || this.pace.waitingCount(nowMs) > 0) connection.open(nowMs);
    else this.endIfDrained();
  }

  private tick(): void {
    const nowMs = performance.now();
    this.sendDue(nowMs);
    const waitMs = this.pace.waitMs(nowMs);
    if (waitMs !== null) this.after(Math.max(1, Math.floor(waitMs)), () => this.tick());
  }

  /** Sends what has become due while connections were free. */
  private sendDue(nowMs: number): void {
    for (let connection = this.free[0]; connection !== undefined; connection = this.free[0]) {
      const intendedMs = this.pace.next(nowMs, false);
      if (intendedMs === nothingDue) break;
      this.free.shift();
      connection.send(intendedMs, nowMs);
    }
  }

  private measure(): void {
    this.phase = 'measuring';
    this.windowBytes = -this.bytesRead;
    this.watch = watchGenerator();
    const { window } = this.parts;
    this.at(window.endMs, () => this.drain());
    this.planSlice(window.fromMs);
  }

  /** Of ends that a busy machine has let pass, only the last counts: a slice of a moment would say nothing. */
  private planSlice(nowMs: number): void {
    const { window, options } = this.parts;
    const sliceMs = options.sliceMs ?? usualSliceMs;
    const sliceEndMs = window.fromMs + (Math.floor((nowMs - window.fromMs) / sliceMs) + 1) * sliceMs;
    // The window's own end closes the last one.
    if (sliceEndMs >= window.endMs) return;
    this.at(sliceEndMs, () => {
      const endedMs = performance.now();
      this.endSlice(endedMs);
      this.planSlice(endedMs);
    });
  }

  private endSlice(nowMs: number): void {
    const slice = this.tally.endSlice(nowMs);
    this.parts.options.onSlice?.(slice);
  }

  /** No new requests; those that are due or under way are still answered, or given up after the usual time. */
  private drain(): void {
    const { window, options } = this.parts;
    const nowMs = performance.now();
    this.closeWindow(nowMs);
    const left = nowMs - this.tally.sliceBeganMs;
    // A rest of a slice is too noisy to stand beside whole ones.
    if (left > (options.sliceMs ?? usualSliceMs) / 2 || window.endMs - window.fromMs <= left)
      this.endSlice(nowMs);
    this.phase = 'draining';
    this.endIfDrained();
  }

  private closeWindow(nowMs: number): void {
    this.durationMs = nowMs - this.parts.window.fromMs;
    this.windowBytes += this.bytesRead;
    this.cost = this.watch?.stop() ?? null;
  }

  private sweep(): void {
    const nowMs = performance.now();
    for (const connection of this.connections) connection.expire(nowMs, answerTimeoutMs);
    if (this.phase === 'draining') this.endIfDrained();
    if (this.phase !== 'ended') this.after(sweepMs, () => this.sweep());
  }

  private endIfDrained(): void {
    if (this.phase === 'ended') return;
    const nowMs = performance.now();
    // What has become due since the last tick has a free connection, and is no error.
    this.sendDue(nowMs);
    const isAsking = this.connections.some(({ state }) => state === 'asking');
    if (isAsking) return;
    const isOpening = this.connections.some(({ state }) => state === 'connecting');
    const waitingCount = this.pace.waitingCount(nowMs);
    if (waitingCount > 0 && isOpening) return;
    if (waitingCount > 0) this.tally.error(noConnection, waitingCount);
    this.end();
  }

  private end(): void {
    if (this.phase === 'ended') return;
    if (this.phase === 'measuring') this.closeWindow(performance.now());
    this.phase = 'ended';
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    for (const connection of this.connections) connection.close();
    this.parts.options.signal.removeEventListener('abort', this.onAbort);
    if (this.pace.expiredCount > 0) this.tally.error(noAnswer, this.pace.expiredCount);
    const { tally, pace, durationMs, windowBytes, cost } = this;
    this.parts.onEnd({ tally, pace, durationMs, bytesRead: windowBytes, cost });
  }

  /** Never before: timers count whole milliseconds, and may fire a part of one too early. */
  private at(dueMs: number, act: () => void): void {
    this.after(Math.max(0, Math.ceil(dueMs - performance.now())), () => {
      if (performance.now() >= dueMs) act();
      else this.at(dueMs, act);
    });
  }

  private after(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, delayMs);
    this.timers.add(timer);
  }
}
