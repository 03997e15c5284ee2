/** The wire: operations sent to REST v2, with retries, and what they came to. */
import { isHeaderSafe, unsendableKey } from '../api-key.ts';
import { createCleanText } from '../clean-text.ts';
import type { CloudResult } from '../cloud.ts';
import { answerReader, failureMaker } from '../failure-maker.ts';
import { type Trouble, trouble } from '../trouble.ts';
import { waitBeforeRetryMs } from '../wait-before-retry.ts';
import type { SendingOptions } from '../wire-options.ts';
import { exchange, type Sender } from './exchange.ts';
import { judgeExchange } from './judge-exchange.ts';
import type { Operation } from './operation.ts';
import { elsewhereHint, retired } from './problem.ts';

export type WireOptions = Sender & SendingOptions;

export type Wire = {
  ask<Input, Value>(
    operation: Operation<Input, Value>,
    input: Input,
    signal?: AbortSignal,
  ): Promise<CloudResult<Value>>;
};

/** Sends requests to RunPod, again where that is safe and may help. */
export function createWire(options: WireOptions): Wire {
  const { host } = new URL(options.url);
  const { record, nowMs, timeoutMs } = options;

  return {
    async ask(operation, input, signal) {
      const request = operation.request(input);
      const kind = request.method === 'GET' ? 'read' : 'write';
      const clean = createCleanText([options.apiKey, ...(operation.secrets?.(input) ?? [])]);
      const asked = { action: operation.action(input), kind, clean } as const;
      const fail = failureMaker(asked);
      if (!isHeaderSafe(options.apiKey)) return fail(unsendableKey);
      for (let attempt = 0; ; attempt++) {
        if (record.isGone()) return fail(retired());
        const ended = record.began();
        const result = await exchange({ ...options, request, signal, onHeaders: record.allowance });
        const judged = judgeExchange(result, { host, timeoutMs, nowMs: nowMs(), clean });
        if (judged.kind === 'data') {
          const reader = answerReader({ ...asked, nowMs: nowMs(), fail, onNote: options.onNote });
          const read = operation.read(judged.json, reader, input);
          ended(read);
          return read;
        }
        const failed = ofPath(operation, judged.trouble);
        ended(fail(failed));
        const hasStandIn = kind === 'read' && operation.isOnlyHere !== true && options.hasStandIn();
        const waitMs = waitBeforeRetryMs({ attempt, failed, kind, random: options.random, hasStandIn });
        if (waitMs === null) return fail(failed);
        if ((await options.sleep(waitMs, signal)) === 'aborted') return fail(cancelledWhileWaiting);
      }
    },
  };
}

const cancelledWhileWaiting = trouble('cancelled', 'it was cancelled', 'Nothing more to do.');

type Path = Pick<Operation<never, unknown>, 'isNewPath' | 'isKnownPath'>;

/** What has no id in its path cannot be missing: whoever answers 404 is older than the path, or is not REST v2. */
function ofPath({ isNewPath, isKnownPath }: Path, failed: Trouble): Trouble {
  if (failed.code !== 'not-found') return failed;
  if (isNewPath === true) return trouble('unsupported', failed.reason, elsewhereHint);
  return isKnownPath === true ? trouble('unexpected', failed.reason, wrongAddressHint) : failed;
}

const wrongAddressHint = 'REST v2 may stand elsewhere: check RUNPOD_REST_URL if it is set; it ends in /v2.';
