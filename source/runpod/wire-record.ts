/** What a wire has been through: its answers, failures and quota, kept by whoever sends its requests. */
import type { CloudFailureCode } from './cloud.ts';
import { allowanceWindows } from './rate-limit.ts';
import type { WireStatus } from './wire-status.ts';

/** How a try ended. A `CloudResult` is one. */
export type WireOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: CloudFailureCode;
      readonly message: string;
      readonly retryAfterMs?: number | null;
    };

export type WireRecord = {
  /** A request goes out; what is returned is to be called when it has ended, and counts once. */
  began(): (outcome: WireOutcome) => void;
  /** Reads the RateLimit headers of an answer; an answer without them changes nothing. */
  allowance(headers: { get(name: string): string | null }): void;
  /** The wire has been retired, and stays so. An outcome with the code `gone` says the same. */
  gone(): void;
  isGone(): boolean;
  status(): WireStatus;
};

/**
 * A refusal is an answer: the wire works, and `failures` counts only what kept it from working (no answer, a fault of
 * the server, a key that is not known). What was cancelled says nothing of the wire.
 */
export function createWireRecord({
  wire,
  nowMs,
}: {
  wire: WireStatus['wire'];
  nowMs: () => number;
}): WireRecord {
  let state: WireStatus['state'] = { kind: 'unused' };
  let allowance: WireStatus['allowance'] = null;
  let requests = 0;
  let failures = 0;
  /** `request`: the last one that had gone out by then. What went out before it says nothing of the limit. */
  let limit: { readonly untilMs: number; readonly request: number } | null = null;
  const answersMs: number[] = [];

  function answered(tookMs: number): void {
    answersMs.push(Math.max(0, tookMs));
    if (answersMs.length > keptAnswers) answersMs.shift();
    if (state.kind !== 'gone') state = { kind: 'live', answeredAtMs: nowMs() };
  }

  function failed(message: string): void {
    failures++;
    if (state.kind === 'gone') return;
    state = { kind: 'failing', sinceMs: state.kind === 'failing' ? state.sinceMs : nowMs(), message };
  }

  function gone(): void {
    if (state.kind !== 'gone') state = { kind: 'gone', sinceMs: nowMs() };
  }

  function limited(waitMs: number): void {
    limit = { untilMs: nowMs() + Math.min(waitMs, longestLimitMs), request: requests };
  }

  return {
    began() {
      const request = ++requests;
      const startedAtMs = nowMs();
      let isOpen = true;
      return (outcome) => {
        if (!isOpen) return;
        isOpen = false;
        if (outcome.ok || isAnswer(outcome.code)) answered(nowMs() - startedAtMs);
        else if (outcome.code !== 'cancelled') failed(outcome.message);
        if (!outcome.ok && outcome.code === 'rate-limited') limited(outcome.retryAfterMs ?? untoldLimitMs);
        else if (limit !== null && request > limit.request && isTaken(outcome)) limit = null;
        if (!outcome.ok && outcome.code === 'gone') gone();
      };
    },
    allowance(headers) {
      const windows = allowanceWindows(headers.get('ratelimit'), headers.get('ratelimit-policy'));
      if (windows.length === 0) return;
      allowance = { atMs: nowMs(), windows };
      const usedUp = windows.filter(({ remaining }) => remaining === 0);
      if (usedUp.length > 0) limited(Math.max(...usedUp.map(({ resetsInMs }) => resetsInMs)));
    },
    gone,
    isGone: () => state.kind === 'gone',
    status: () => ({
      ...{ wire, state, allowance, requests, failures, answerMs: median(answersMs) },
      ...(limit === null ? {} : { limitedUntilMs: limit.untilMs }),
    }),
  };
}

/** The median is of this many. */
const keptAnswers = 50;

/** RunPod's longest window is a day. */
const longestLimitMs = 86_400_000;
/** RunPod did not say for how long. */
const untoldLimitMs = 10_000;

function isTaken(outcome: WireOutcome): boolean {
  return outcome.ok || isAnswer(outcome.code);
}

/** RunPod understood the request and said no. */
function isAnswer(code: CloudFailureCode): boolean {
  return refusals.includes(code);
}

const refusals: readonly CloudFailureCode[] = [
  'not-found',
  'no-capacity',
  'refused',
  'bad-request',
  'rate-limited',
  'payment',
  'unsupported',
];

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
