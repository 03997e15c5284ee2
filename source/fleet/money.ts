/** What is known of money: what RunPod billed, what consoles saw, what is to be stopped, and what may be spent. */

/** Sums of what was billed since `fromMs`. The last bucket was still growing, so that it is known until `untilMs`. */
export type BilledSums = {
  readonly fromMs: number;
  /** The end of the last bucket, or the moment of reading where that bucket was growing. Equal to `fromMs` where nothing was billed. */
  readonly untilMs: number;
  readonly readAtMs: number;
  readonly pods: ReadonlyMap<string, BilledPod>;
  /** By the volume's id. */
  readonly volumes: ReadonlyMap<string, number>;
  /** What belongs to neither. */
  readonly otherDollars: number;
  readonly totalDollars: number;
};

export type BilledPod = {
  readonly dollars: number;
  /** Its disks, of that; null where it was not told apart. */
  readonly diskDollars: number | null;
};

/** One pod in a stretch of time, as far as a console on this machine saw it. */
export type SeenSum = {
  /** Of what was seen: from the first look to the last. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Time between looks, without the gaps. */
  readonly seenMs: number;
  /** By the list's prices. null: no price was ever known. */
  readonly spentDollars: number | null;
  /** Of it while the pod ran and was known to be idle. */
  readonly wastedDollars: number | null;
  readonly idleMs: number;
  /** Time in which nobody could tell whether the running pod was idle. */
  readonly untoldMs: number;
};

/** What a pod does now. `sinceMs` is when this console saw it begin: it may have begun before. */
export type PodActivity =
  | { readonly kind: 'idle'; readonly sinceMs: number; readonly dollars: number | null }
  | { readonly kind: 'busy'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string }
  /** It does not run. */
  | { readonly kind: 'off' };

export type PodSeen = {
  readonly name: string;
  readonly activity: PodActivity;
  /** null: not seen on this UTC day. */
  readonly today: SeenSum | null;
  /** Of this UTC month, today among it. */
  readonly month: SeenSum | null;
  /** Since when it was found stopped, by consoles of this machine; null: it is not, or its own word is newer. */
  readonly stoppedSinceMs: number | null;
};

/** How the rule of an idle pod stands. */
export type IdleStop =
  | { readonly kind: 'asking'; readonly sinceMs: number; readonly idleSinceMs: number }
  | { readonly kind: 'counting'; readonly stopsAtMs: number; readonly idleSinceMs: number }
  | { readonly kind: 'kept'; readonly idleSinceMs: number }
  | { readonly kind: 'reminded'; readonly idleSinceMs: number }
  | { readonly kind: 'stopped'; readonly atMs: number; readonly idleSinceMs: number };

/** null: no limit. */
export type Budget = {
  readonly perDayDollars: number | null;
  readonly perMonthDollars: number | null;
  readonly perHourDollars: number | null;
  /** The balance is to last for at least so long. */
  readonly runwayHours: number | null;
};

export const noBudget: Budget = {
  perDayDollars: null,
  perMonthDollars: null,
  perHourDollars: null,
  runwayHours: null,
};

export type FleetMoney = {
  /** This UTC day by the hour; null: never read. */
  readonly billedToday: BilledSums | null;
  /** This UTC month by the day; null: never read. */
  readonly billedMonth: BilledSums | null;
  /** Why the last reading failed; null where it was answered, or nobody has read. */
  readonly billingFailure: {
    readonly sinceMs: number;
    readonly reason: string;
    /** No wire in use tells what was billed. */
    readonly isUnsupported: boolean;
  } | null;
  /** When the account last answered. */
  readonly accountAtMs: number | null;
  readonly seen: ReadonlyMap<string, PodSeen>;
  readonly idleStops: ReadonlyMap<string, IdleStop>;
  readonly budget: Budget;
  /** A stopped pod that bills for longer is an alert. */
  readonly stoppedAfterDays: number;
};

export const noMoney: FleetMoney = {
  billedToday: null,
  billedMonth: null,
  billingFailure: null,
  accountAtMs: null,
  seen: new Map(),
  idleStops: new Map(),
  budget: noBudget,
  stoppedAfterDays: 7,
};
