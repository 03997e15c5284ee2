/** How each wire stands for the next question: retired for good, passed over or limited for a while, or fit to be asked. */
import type { CloudFailureCode, CloudResult } from '../cloud.ts';
import type { WireName } from './ways.ts';

export type Standing = {
  /**
   * Those that may be asked, in the order in which they should be: of those that are passed over the longest comes last.
   * `isBound`: only the first can do it in full, and its limit changes nothing.
   */
  order(first: WireName, isBound?: boolean): readonly WireName[];
  isGone(wire: WireName): boolean;
  /** It is in trouble, or RunPod takes no more requests over it for now. */
  isPassedOver(wire: WireName): boolean;
  /** How long it will be passed over yet; 0: it is not. */
  passedOverForMs(wire: WireName): number;
  heard(wire: WireName, result: CloudResult<unknown>): void;
};

const failuresToBePassedOver = 3;
const passedOverForMs = 60_000;
/** The wire itself is in trouble, whatever it was asked for. */
const troubles: readonly CloudFailureCode[] = ['network', 'timeout', 'server'];

export function createStanding(options: {
  readonly nowMs: () => number;
  /** Until when RunPod takes no more requests over a wire; null: it takes them. */
  readonly limitedUntilMs: (wire: WireName) => number | null;
  /** Told once of each wire. */
  readonly onGone: (wire: WireName, isLast: boolean) => void;
}): Standing {
  const { nowMs, onGone, limitedUntilMs } = options;
  const gone = new Set<WireName>();
  const failuresInARow = new Map<WireName, number>();
  const passedOverUntilMs = new Map<WireName, number>();
  const inTroubleUntilMs = (wire: WireName): number => passedOverUntilMs.get(wire) ?? 0;
  const untilMs = (wire: WireName): number => Math.max(inTroubleUntilMs(wire), limitedUntilMs(wire) ?? 0);

  function failed(wire: WireName): void {
    const count = (failuresInARow.get(wire) ?? 0) + 1;
    failuresInARow.set(wire, count);
    // Looked at again after that time; one more failure, and it is passed over once more.
    if (count >= failuresToBePassedOver) passedOverUntilMs.set(wire, nowMs() + passedOverForMs);
  }

  return {
    order(first, isBound = false) {
      const wires: readonly WireName[] = first === 'rest' ? ['rest', 'graphql'] : ['graphql', 'rest'];
      const left = wires.filter((wire) => !gone.has(wire));
      const lateUntilMs = isBound ? inTroubleUntilMs : untilMs;
      const isLate = (wire: WireName): boolean => nowMs() < lateUntilMs(wire);
      const late = left.filter(isLate).sort((one, other) => lateUntilMs(one) - lateUntilMs(other));
      return [...left.filter((wire) => !isLate(wire)), ...late];
    },
    isGone: (wire) => gone.has(wire),
    isPassedOver: (wire) => nowMs() < untilMs(wire),
    passedOverForMs: (wire) => Math.max(0, untilMs(wire) - nowMs()),
    heard(wire, result) {
      if (!result.ok && result.code === 'gone') {
        if (!gone.has(wire)) onGone(wire, gone.size > 0);
        gone.add(wire);
        return;
      }
      if (!result.ok && (result.code === 'cancelled' || result.code === 'unsupported')) return;
      if (!result.ok && troubles.includes(result.code)) {
        failed(wire);
        return;
      }
      failuresInARow.delete(wire);
      passedOverUntilMs.delete(wire);
    },
  };
}
