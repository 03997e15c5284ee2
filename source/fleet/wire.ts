/** How a wire to RunPod stands, and how much it still lets this console ask. */

/** One of RunPod's APIs as this console has found it. */
export type WireStatus = {
  readonly wire: 'graphql' | 'rest';
  readonly state:
    | { readonly kind: 'unused' }
    | { readonly kind: 'live'; readonly answeredAtMs: number }
    | { readonly kind: 'failing'; readonly sinceMs: number; readonly message: string }
    /** It answered 410. Nothing more is asked of it. */
    | { readonly kind: 'gone'; readonly sinceMs: number };
  /** What the last RateLimit headers allow; null where there were none. One entry a window, the shortest first. */
  readonly allowance: {
    readonly atMs: number;
    readonly windows: readonly {
      /** "minute", "hour", "day". */
      readonly name: string;
      readonly remaining: number;
      readonly resetsInMs: number;
      /** null: the policy was not told. */
      readonly quota: number | null;
      readonly windowMs: number | null;
    }[];
  } | null;
  /** Until then RunPod takes no more requests over it, as it said with a 429 or with a quota that is used up. Absent: it does. */
  readonly limitedUntilMs?: number;
  readonly requests: number;
  readonly failures: number;
  /** Median of the last answers, in milliseconds; null before the first. */
  readonly answerMs: number | null;
};

/** The time until which RunPod takes no more requests over it; null: it takes them, or will never again. */
export function limitOf({ state, limitedUntilMs }: WireStatus, nowMs: number): number | null {
  if (limitedUntilMs === undefined || limitedUntilMs <= nowMs || state.kind === 'gone') return null;
  return limitedUntilMs;
}
