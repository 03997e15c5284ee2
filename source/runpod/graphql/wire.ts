import { backoffDelayMs, type Sleep } from '../../base/retry.ts';
import type { Secret } from '../../base/secret.ts';
import type { CloudFailure, CloudFailureCode, CloudResult } from '../cloud.ts';
import { businessTrouble } from './business-errors.ts';
import { type CleanText, createCleanText } from './clean-text.ts';
import { exchange } from './exchange.ts';
import { judgeExchange } from './judge-exchange.ts';
import type { AnswerReader, Operation } from './operation.ts';
import { checkKeyHint, type Trouble, trouble } from './trouble.ts';

export type WireOptions = {
  readonly url: string;
  readonly apiKey: Secret;
  /** For the User-Agent, without which Cloudflare refuses the request. */
  readonly version: string;
  readonly fetch: typeof fetch;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly nowMs: () => number;
  /** For one try. */
  readonly timeoutMs: number;
  /** Is told of parts of answers that did not fit and were left out. */
  readonly onNote: (failure: CloudFailure) => void;
};

export type Wire = {
  ask<Variables extends Readonly<Record<string, unknown>>, Value>(
    operation: Operation<Variables, Value>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<CloudResult<Value>>;
};

/**
 * Sends operations to RunPod. At most three tries, as RunPod's own clients make them: after a 429 for reads and
 * writes, after a 5xx or a lost connection for reads only.
 */
export function createWire(options: WireOptions): Wire {
  const clean = createCleanText([options.apiKey]);
  const { host } = new URL(options.url);

  return {
    async ask(operation, variables, signal) {
      const action = operation.action(variables);
      const fail = failureMaker({ action, kind: operation.kind, clean });
      if (!isHeaderSafe(options.apiKey)) return fail(unsendableKey);
      for (let attempt = 0; ; attempt++) {
        const result = await exchange({
          ...options,
          userAgent: `pod-engine/${options.version}`,
          document: operation.document,
          variables,
          signal,
        });
        const nowMs = options.nowMs();
        const judged = judgeExchange(result, { host, timeoutMs: options.timeoutMs, nowMs, clean });
        if (judged.kind === 'data') {
          const reader = readerOf({ clean, nowMs, action, fail, onNote: options.onNote });
          return readData(operation, judged, reader, fail);
        }
        const waitMs = waitBefore({
          attempt,
          failed: judged.trouble,
          kind: operation.kind,
          random: options.random,
        });
        if (waitMs === null) return fail(judged.trouble);
        if ((await options.sleep(waitMs, signal)) === 'aborted') return fail(cancelledWhileWaiting);
      }
    },
  };
}

const maxTries = 3;
/** A server that asks for a longer pause is not waited for: the caller learns how long and decides. */
const longestRetryAfterMs = 10_000;

const cancelledWhileWaiting = trouble('cancelled', 'it was cancelled', 'Nothing more to do.');

/** Anything else `fetch` would refuse, quoting the key in its refusal. */
function isHeaderSafe(apiKey: Secret): boolean {
  return /^[\x21-\x7e]+$/.test(apiKey.reveal());
}

const unsendableKey = trouble(
  'unauthorised',
  'the API key is empty or holds characters that no key has',
  checkKeyHint,
);

type Tried = {
  readonly attempt: number;
  readonly failed: Trouble;
  readonly kind: 'read' | 'write';
  readonly random: () => number;
};

/** null: not again. */
function waitBefore({ attempt, failed, kind, random }: Tried): number | null {
  if (attempt + 1 >= maxTries) return null;
  // A 429 is refused before anything is done, so even a write may be sent again.
  const mayRepeat = failed.code === 'rate-limited' || (failed.passing && kind === 'read');
  if (!mayRepeat) return null;
  const askedMs = failed.retryAfterMs ?? 0;
  if (askedMs > longestRetryAfterMs) return null;
  return Math.max(askedMs, backoffDelayMs(attempt, { firstDelayMs: 500, maxDelayMs: 4000, random }));
}

type Fail = (trouble: Trouble) => CloudFailure;

function failureMaker(asked: { action: string; kind: 'read' | 'write'; clean: CleanText }): Fail {
  return ({ code, reason, hint, retryAfterMs }) => {
    const isOpen = asked.kind === 'write' && openOutcomes.includes(code);
    const openHint = ' It may have been done all the same: look at the state before asking again.';
    return {
      ok: false,
      code,
      message: asked.clean(`Cannot ${asked.action}: ${reason}.`, 500),
      hint: asked.clean(isOpen ? hint + openHint : hint, 500),
      retryAfterMs,
    };
  };
}

/** After these nobody knows whether a write was carried out. */
const openOutcomes: readonly CloudFailureCode[] = ['timeout', 'network', 'server', 'unexpected', 'cancelled'];

type ReaderParts = {
  readonly clean: CleanText;
  readonly nowMs: number;
  readonly action: string;
  readonly fail: Fail;
  readonly onNote: (failure: CloudFailure) => void;
};

function readerOf({ clean, nowMs, action, fail, onNote }: ReaderParts): AnswerReader {
  return {
    clean,
    nowMs,
    fail: (code, reason, hint) => fail(trouble(code, reason, hint)),
    note(code, reason, hint) {
      const message = clean(`RunPod was asked to ${action}: ${reason}.`, 500);
      onNote({ ok: false, code, message, hint: clean(hint, 500), retryAfterMs: null });
    },
  };
}

type Data = Extract<ReturnType<typeof judgeExchange>, { kind: 'data' }>;

/**
 * Where RunPod sent errors beside usable data, a resolver failed on a part of the answer: the data count, and the
 * first error is noted. Without usable data the error is the answer.
 */
function readData<Variables extends Readonly<Record<string, unknown>>, Value>(
  operation: Operation<Variables, Value>,
  { data, errors }: Data,
  reader: AnswerReader,
  fail: Fail,
): CloudResult<Value> {
  const value = data[operation.root] ?? null;
  const [error] = errors;
  if (error === undefined) return operation.read(value, reader);
  const said = businessTrouble(error, reader.clean);
  if (value === null) return fail(said);
  const read = operation.read(value, reader);
  if (!read.ok) return fail(said);
  reader.note(said.code, said.reason, said.hint);
  return read;
}
