/** When the next request goes out: at once (closed loop), or by a schedule that the answers cannot move (open loop). */
import { answerTimeoutMs } from './failures.ts';

/** `next` gives this where nothing is due. */
export const nothingDue = -1;

export type Pace = {
  readonly lateCount: number;
  /** Requests that the generator itself sent too late, though a connection was free. */
  readonly heldUpCount: number;
  /** By how much those were late, all together. */
  readonly heldUpMs: number;
  /** Requests that nobody could send before their answer would have been given up. */
  readonly expiredCount: number;
  /**
   * The moment from which the latency of the next request counts.
   *
   * @param wasWaiting No connection was free until now: the request has waited since it was due.
   */
  next(nowMs: number, wasWaiting: boolean): number;
  /** In how many milliseconds a request is due; null where only answers make one due. */
  waitMs(nowMs: number): number | null;
  /** How many of the requests that count were due by now and have not gone out. */
  waitingCount(nowMs: number): number;
};

export function closedPace(endMs: number): Pace {
  return {
    lateCount: 0,
    heldUpCount: 0,
    heldUpMs: 0,
    expiredCount: 0,
    next: (nowMs) => (nowMs < endMs ? nowMs : nothingDue),
    waitMs: () => null,
    waitingCount: () => 0,
  };
}

/**
 * A timer fires up to so much after it was due. A request that goes out within it counts from then: the fault is the
 * timer's, and not the server's. One that is later counts from its due moment, for whatever reason.
 */
const timerGraceMs = 2;

/** Of a request: what whole numbers of intervals may be off by. */
const roundingError = 1e-6;

type Schedule = {
  readonly startMs: number;
  /** Requests due before are sent and not counted. */
  readonly countFromMs: number;
  readonly endMs: number;
  readonly requestsPerSecond: number;
};

export class OpenPace implements Pace {
  lateCount = 0;
  heldUpCount = 0;
  heldUpMs = 0;
  expiredCount = 0;
  private readonly schedule: Schedule;
  private readonly intervalMs: number;
  private readonly total: number;
  /** The place of the next request in the schedule. No queue is kept: when it was due follows from its place. */
  private place = 0;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
    this.intervalMs = 1000 / schedule.requestsPerSecond;
    this.total = Math.ceil((schedule.endMs - schedule.startMs) / this.intervalMs - roundingError);
  }

  next(nowMs: number, wasWaiting: boolean): number {
    this.dropExpired(nowMs);
    const dueMs = this.dueMs(this.place);
    if (dueMs > nowMs || this.place >= this.total) return nothingDue;
    this.place += 1;
    const isLate = nowMs - dueMs > timerGraceMs;
    if (isLate && dueMs >= this.schedule.countFromMs) this.countLate(nowMs - dueMs, wasWaiting);
    // The last of the warm-up, sent a little late, is still the warm-up's.
    return wasWaiting || isLate || dueMs < this.schedule.countFromMs ? dueMs : nowMs;
  }

  waitMs(nowMs: number): number | null {
    return this.place >= this.total ? null : this.dueMs(this.place) - nowMs;
  }

  waitingCount(nowMs: number): number {
    const { startMs, countFromMs } = this.schedule;
    const dueCount = Math.min(this.total, Math.floor((nowMs - startMs) / this.intervalMs) + 1);
    const firstCounted = Math.ceil((countFromMs - startMs) / this.intervalMs - roundingError);
    return Math.max(0, dueCount - Math.max(this.place, firstCounted));
  }

  private countLate(latenessMs: number, wasWaiting: boolean): void {
    if (wasWaiting) {
      this.lateCount += 1;
      return;
    }
    this.heldUpCount += 1;
    this.heldUpMs += latenessMs;
  }

  /** What has waited for longer than an answer may take is given up, so a server that is gone holds up nothing. */
  private dropExpired(nowMs: number): void {
    while (this.place < this.total && nowMs - this.dueMs(this.place) > answerTimeoutMs) {
      if (this.dueMs(this.place) >= this.schedule.countFromMs) this.expiredCount += 1;
      this.place += 1;
    }
  }

  private dueMs(place: number): number {
    return this.schedule.startMs + place * this.intervalMs;
  }
}
