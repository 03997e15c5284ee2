/** The RunPod API in the fleet's nouns. Wires behind it differ; nothing above it knows. */
import type { Account } from '../fleet/account.ts';
import type { Pod } from '../fleet/pod.ts';

/** An expected failure, with the cause named and what to do about it. */
export type CloudFailure = {
  readonly ok: false;
  readonly code: CloudFailureCode;
  /** One sentence for people: what was asked, what came back. Made safe, no secrets. */
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly hint: string;
  readonly retryAfterMs: number | null;
  /** Of `unsupported`: how the operator comes by the same without it, one sentence. */
  readonly detour?: string;
  /** The request provably never left (a refused connection), so a write was not carried out. Absent: nobody can tell. */
  readonly nothingSent?: true;
};

export type CloudFailureCode =
  /** 401, `myself: null`, Unauthorized. */
  | 'unauthorised'
  /** 403 with "error code: 1010": the edge refused the client, not the key. */
  | 'blocked'
  | 'not-found'
  /** No GPU free, or the host is full. */
  | 'no-capacity'
  /** Anything else that the API understood and refused, e.g. resuming a spot pod as on demand (409 among them). */
  | 'refused'
  /** HTTP 400: the query itself was not understood. */
  | 'bad-request'
  | 'rate-limited'
  /** 402: the balance does not allow it. */
  | 'payment'
  /** This wire of RunPod's has no such thing; another may have. */
  | 'unsupported'
  /** HTTP 410: this wire has been retired. */
  | 'gone'
  /** HTTP 5xx. */
  | 'server'
  /** No answer: DNS, connection refused, reset. */
  | 'network'
  | 'timeout'
  /** An answer that is not what the schema says. */
  | 'unexpected'
  | 'cancelled';

export type CloudResult<Value> = { readonly ok: true; readonly value: Value } | CloudFailure;

export type StartOptions = {
  readonly podId: string;
  /** null: as many as before. 0 starts without GPU, to rescue data. */
  readonly gpuCount: number | null;
  /** Needed for a spot pod, dollars per GPU and hour. */
  readonly bidPerGpuDollars: number | null;
};

export type Cloud = {
  listPods(signal?: AbortSignal): Promise<CloudResult<readonly Pod[]>>;
  /** `not-found` for a pod that is unknown, terminated, or somebody else's: the API cannot tell them apart. */
  getPod(podId: string, signal?: AbortSignal): Promise<CloudResult<Pod>>;
  startPod(options: StartOptions, signal?: AbortSignal): Promise<CloudResult<{ readonly podId: string }>>;
  stopPod(podId: string, signal?: AbortSignal): Promise<CloudResult<{ readonly podId: string }>>;
  account(signal?: AbortSignal): Promise<CloudResult<Account>>;
};
