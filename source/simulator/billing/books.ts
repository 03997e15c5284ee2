/** The account's books: what everything has cost, in every moment. A test may write its own instead, or let time go by. */
import type { Volumes } from '../cloud/volumes.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';
import { type Charge, podCharges, shareIn, volumeCharges } from './charges.ts';

export type Books = {
  /** By the books' own clock, which may be ahead of the world's. */
  nowMs(): number;
  /** To now. */
  charges(): readonly Charge[];
  /** Dollars. */
  spentBetween(startMs: number, endMs: number): number;
  /** Everything goes on as it is for so long, at once. */
  advance(ms: number): void;
  /** In place of all that is made up. `live`: what is used from now on is added. */
  write(charges: readonly Charge[], options: { readonly live: boolean }): void;
  /** The usual books again. */
  forget(): void;
};

type Written = { readonly charges: readonly Charge[]; readonly liveFromMs: number };

export function createBooks(options: {
  readonly pods: readonly CloudPod[];
  readonly volumes: Volumes;
  /** Of what is no more. */
  readonly former: readonly Charge[];
  rateOf(podId: string): number | null;
  wallMs(): number;
}): Books {
  const { pods, volumes, rateOf } = options;
  let aheadMs = 0;
  let written: Written | null = null;

  function nowMs(): number {
    return options.wallMs() + aheadMs;
  }

  function usual(): readonly Charge[] {
    const atMs = nowMs();
    return [
      ...options.former,
      ...pods.flatMap((pod) => podCharges(pod, rateOf(pod.plan.id), atMs)),
      ...volumeCharges(volumes, atMs),
    ];
  }

  function charges(): readonly Charge[] {
    if (written === null) return usual();
    const { liveFromMs } = written;
    if (liveFromMs === Number.POSITIVE_INFINITY) return written.charges;
    return [...written.charges, ...usual().flatMap((charge) => since(charge, liveFromMs))];
  }

  return {
    nowMs,
    charges,
    spentBetween: (startMs, endMs) =>
      charges().reduce((sum, charge) => {
        const dollars = charge.gpuDollars + charge.diskDollars;
        return sum + dollars * shareIn(charge, startMs, endMs);
      }, 0),
    advance(ms) {
      aheadMs += ms;
    },
    write(own, { live }) {
      written = { charges: own, liveFromMs: live ? nowMs() : Number.POSITIVE_INFINITY };
    },
    forget() {
      written = null;
      aheadMs = 0;
    },
  };
}

/** The later part of it. */
function since(charge: Charge, fromMs: number): readonly Charge[] {
  const share = shareIn(charge, fromMs, charge.untilMs);
  if (share === 0) return [];
  const { gpuDollars, diskDollars } = charge;
  return [
    {
      ...charge,
      fromMs: Math.max(fromMs, charge.fromMs),
      gpuDollars: gpuDollars * share,
      diskDollars: diskDollars * share,
    },
  ];
}
