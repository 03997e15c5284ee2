/** What was billed, as the API tells it: dollars of one thing in one stretch of time. */
export type BillingRecord = {
  readonly fromMs: number;
  /** Exclusive. */
  readonly untilMs: number;
  readonly what: 'pod' | 'network-volume' | 'other';
  /** The pod's or the volume's id; null for what belongs to none. */
  readonly id: string | null;
  readonly dollars: number;
  /** Of a pod, what its disks cost of that; null where it was not told apart. */
  readonly diskDollars: number | null;
};
