/** One figure of money, with where it is from, how old it is and what it covers. What is not known is null. Pure. */
import type { Fleet, PodEntry } from '../fleet/fleet.ts';
import type { BilledSums, SeenSum } from '../fleet/money.ts';

/**
 * `billing`: RunPod's billing records. `account`: RunPod's word on the account. `list`: prices of the list of pods, and
 * RunPod's list prices of storage. `seen`: an estimate from what consoles on this machine saw, by the list's prices.
 */
export type MoneySource = 'billing' | 'account' | 'list' | 'seen';

/** Dollars, or dollars per hour where the name says so. */
export type MoneyFigure =
  | {
      readonly dollars: number;
      readonly source: MoneySource;
      /** It covers this stretch; for what is true of a moment both are that moment. */
      readonly fromMs: number;
      readonly untilMs: number;
      /** What is not in it, and why; null: nothing is missing. */
      readonly without: string | null;
    }
  /** Half a sentence: why it is not known. */
  | { readonly dollars: null; readonly because: string };

export function unknown(because: string): MoneyFigure {
  return { dollars: null, because };
}

export function listed(entry: PodEntry, dollars: number | null): MoneyFigure {
  if (dollars === null) return unknown('RunPod does not say what it costs');
  return { dollars, source: 'list', fromMs: entry.podAtMs, untilMs: entry.podAtMs, without: null };
}

const worthSayingMs = 60_000;

export function seenFigure({ fromMs, untilMs }: SeenSum, dollars: number, missingMs: number): MoneyFigure {
  const without =
    missingMs < worthSayingMs ? null : `${Math.round(missingMs / 60_000)} minutes of which nothing is known`;
  return { dollars, source: 'seen', fromMs, untilMs, without };
}

export function billedFigure({ fromMs, untilMs }: BilledSums, dollars: number): MoneyFigure {
  return { dollars, source: 'billing', fromMs, untilMs, without: null };
}

/** Sums of another day or month say nothing of this one. */
export function currentSums(sums: BilledSums | null, fromMs: number): BilledSums | null {
  return sums !== null && sums.fromMs === fromMs ? sums : null;
}

export function whyNoBilling({ money, cloud }: Fleet): string {
  if (cloud.kind === 'absent') return 'there is no API, so nobody bills';
  if (money.billingFailure?.isUnsupported === true) return "only RunPod's REST v2 tells what was billed";
  if (money.billingFailure !== null) return `billing was not read: ${money.billingFailure.reason}`;
  return 'billing was not read yet';
}

/** Of what is known; how many were not is said with it. */
export function sumOf(figures: readonly MoneyFigure[], whyNone = 'nobody said'): MoneyFigure {
  const known = figures.filter((figure) => figure.dollars !== null);
  const [first] = known;
  if (first === undefined) {
    const [unknownOne] = figures;
    return unknown(unknownOne !== undefined && unknownOne.dollars === null ? unknownOne.because : whyNone);
  }
  const missing = figures.length - known.length;
  const gap = known.find(({ without }) => without !== null)?.without ?? null;
  return {
    dollars: known.reduce((total, { dollars }) => total + dollars, 0),
    source: first.source,
    fromMs: Math.min(...known.map(({ fromMs }) => fromMs)),
    untilMs: Math.max(...known.map(({ untilMs }) => untilMs)),
    without: missing > 0 ? `${missing} of ${figures.length} pods` : gap,
  };
}
