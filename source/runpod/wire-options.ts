/** What a wire to RunPod works with. All but the first three are for tests. */
import type { Sleep } from '../base/retry.ts';
import type { Secret } from '../base/secret.ts';
import type { CloudFailure } from './cloud.ts';
import type { WireRecord } from './wire-record.ts';

export type WireOptions = {
  /** Of GraphQL https://api.runpod.io/graphql, of REST v2 https://api.runpod.io/v2. */
  readonly url: string;
  readonly apiKey: Secret;
  /** Of the program, for the User-Agent. */
  readonly version: string;
  readonly fetch?: typeof fetch;
  readonly sleep?: Sleep;
  readonly random?: () => number;
  readonly nowMs?: () => number;
  /** For one try; 15 s. */
  readonly timeoutMs?: number;
  /** Is told, once each, of entries of a list that were left out and of fields that did not fit and are shown as unknown. */
  readonly onNote?: (failure: CloudFailure) => void;
  /** Whether another wire is fit to answer a read in this one's place now. Left out: there is none. */
  readonly hasStandIn?: () => boolean;
};

/** What sending is done with, whichever wire it is. */
export type SendingOptions = {
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly nowMs: () => number;
  /** For one try. */
  readonly timeoutMs: number;
  /** Is told of parts of answers that did not fit and were left out. */
  readonly onNote: (failure: CloudFailure) => void;
  /** Of every try, how it ended. Once it says that RunPod has retired this API, nothing more is sent. */
  readonly record: WireRecord;
  readonly hasStandIn: () => boolean;
};
