/** What a wire is given, with what stands in for the parts that only tests give. */
import { sleep } from '../base/retry.ts';
import { tellOnce } from './tell-once.ts';
import type { SendingOptions, WireOptions } from './wire-options.ts';
import { createWireRecord } from './wire-record.ts';
import type { WireStatus } from './wire-status.ts';

export type WholeSendingOptions = SendingOptions &
  Pick<WireOptions, 'url' | 'apiKey' | 'version'> & { readonly fetch: typeof fetch };

export function sendingOptions(options: WireOptions, wire: WireStatus['wire']): WholeSendingOptions {
  const nowMs = options.nowMs ?? Date.now;
  return {
    url: options.url,
    apiKey: options.apiKey,
    version: options.version,
    fetch: options.fetch ?? fetch,
    sleep: options.sleep ?? sleep,
    random: options.random ?? Math.random,
    nowMs,
    timeoutMs: options.timeoutMs ?? 15_000,
    onNote: tellOnce(options.onNote ?? (() => {})),
    hasStandIn: options.hasStandIn ?? (() => false),
    record: createWireRecord({ wire, nowMs }),
  };
}
