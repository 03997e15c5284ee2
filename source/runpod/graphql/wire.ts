import type { Secret } from '../../base/secret.ts';
import type { AnswerReader } from '../answer-reader.ts';
import { isHeaderSafe, unsendableKey } from '../api-key.ts';
import { businessTrouble } from '../business-errors.ts';
import { createCleanText } from '../clean-text.ts';
import type { CloudResult } from '../cloud.ts';
import { answerReader, failureMaker } from '../failure-maker.ts';
import { retired } from '../http-trouble.ts';
import { trouble } from '../trouble.ts';
import { waitBeforeRetryMs } from '../wait-before-retry.ts';
import type { SendingOptions } from '../wire-options.ts';
import { exchange } from './exchange.ts';
import { type Judgement, judgeExchange } from './judge-exchange.ts';
import type { Operation } from './operation.ts';
import { refusedFields, withoutFields } from './refused-fields.ts';

export type WireOptions = SendingOptions & {
  readonly url: string;
  readonly apiKey: Secret;
  /** For the User-Agent, without which Cloudflare refuses the request. */
  readonly version: string;
  readonly fetch: typeof fetch;
};

export type Wire = {
  ask<Variables extends Readonly<Record<string, unknown>>, Value>(
    operation: Operation<Variables, Value>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<CloudResult<Value>>;
};

/**
 * Sends operations to RunPod, again where that is safe and may help. Remembers fields that RunPod refused to know,
 * and does without them from then on.
 */
export function createWire(options: WireOptions): Wire {
  const { host } = new URL(options.url);
  const { record } = options;
  const unknownFields = new Set<string>();

  return {
    async ask(operation, variables, signal) {
      const { kind } = operation;
      const clean = createCleanText([options.apiKey, ...(operation.secrets?.(variables) ?? [])]);
      const sent = operation.sent?.(variables) ?? variables;
      const asked = { action: operation.action(variables), kind, clean };
      const fail = failureMaker(asked);
      if (!isHeaderSafe(options.apiKey)) return fail(unsendableKey);
      for (let attempt = 0; ; ) {
        if (record.isGone()) return fail(retired());
        const document =
          kind === 'read' ? withoutFields(operation.document, unknownFields) : operation.document;
        const userAgent = `pod-engine/${options.version}`;
        const ended = record.began();
        const onHeaders = record.allowance;
        const result = await exchange({
          ...options,
          userAgent,
          document,
          variables: sent,
          signal,
          onHeaders,
        });
        const nowMs = options.nowMs();
        const judged = judgeExchange(result, { host, timeoutMs: options.timeoutMs, nowMs, clean });
        const reader = answerReader({ ...asked, nowMs, fail, onNote: options.onNote });
        if (judged.kind === 'data') {
          const read = readData(operation, judged, reader);
          ended(read);
          return read;
        }
        ended(fail(judged.trouble));
        if (kind === 'read' && learnUnknown({ judged, root: operation.root, unknownFields, reader }))
          continue;
        const { random } = options;
        const hasStandIn = kind === 'read' && operation.isOnlyHere !== true && options.hasStandIn();
        const waitMs = waitBeforeRetryMs({ attempt, failed: judged.trouble, kind, random, hasStandIn });
        if (waitMs === null) return fail(judged.trouble);
        if ((await options.sleep(waitMs, signal)) === 'aborted') return fail(cancelledWhileWaiting);
        attempt++;
      }
    },
  };
}

const cancelledWhileWaiting = trouble('cancelled', 'it was cancelled', 'Nothing more to do.');

type Refusal = {
  readonly judged: Extract<Judgement, { kind: 'trouble' }>;
  readonly root: string;
  readonly unknownFields: Set<string>;
  readonly reader: AnswerReader;
};

/** Whether there is something new to do without. Each time the document gets shorter, so this ends. */
function learnUnknown({ judged, root, unknownFields, reader }: Refusal): boolean {
  const needed = new Set(['id', 'pods', 'desiredStatus', root]);
  const fresh = refusedFields(judged.errors, needed).filter((name) => !unknownFields.has(name));
  if (fresh.length === 0 || unknownFields.size > mostUnknownFields) return false;
  for (const name of fresh) unknownFields.add(name);
  const hint = 'RunPod has changed its API, and what these say is unknown now: look for a newer pod-engine.';
  reader.note('bad-request', `RunPod does not know ${fresh.join(', ')} and is asked without`, hint);
  return true;
}

const mostUnknownFields = 40;

/**
 * Where RunPod sent errors beside usable data, a resolver failed on a part of the answer: the data count, and the
 * first error is noted. Without usable data the error is the answer; a null beside it is no word of success, though
 * alone it is one for what answers null when it has been done.
 */
function readData<Variables extends Readonly<Record<string, unknown>>, Value>(
  operation: Operation<Variables, Value>,
  { data, errors }: Extract<Judgement, { kind: 'data' }>,
  reader: AnswerReader,
): CloudResult<Value> {
  const value = data[operation.root] ?? null;
  const [error] = errors;
  if (error === undefined) return operation.read(value, reader);
  const { code, reason, hint } = businessTrouble(error, reader.clean);
  const read = value === null ? null : operation.read(value, reader);
  if (read?.ok !== true) return reader.fail(code, reason, hint);
  reader.note(code, reason, hint);
  return read;
}
