/** How each wire stands for the next question: retired for good, passed over for a while, or fit to be asked. */
import type { CloudFailureCode, CloudResult } from '../cloud.ts';
import type { WireName } from './ways.ts';

export type Standing = {
  /** Those that may be asked, in the order in which they should be: a wire that is passed over comes last. */
  order(first: WireName): readonly WireName[];
  isGone(wire: WireName): boolean;
  isPassedOver(wire: WireName): boolean;
  heard(wire: WireName, result: CloudResult<unknown>): void;
};

const failuresToBePassedOver = 3;
const passedOverForMs = 60_000;
/** The wire itself is in trouble, whatever it was asked for. */
const troubles: readonly CloudFailureCode[] = ['network', 'timeout', 'server'];

export function createStanding(options: {
  readonly nowMs: () => number;
  /** Told once of each wire. */
  readonly onGone: (wire: WireName, isLast: boolean) => void;
}): Standing {
  const { nowMs, onGone } = options;
  const gone = new Set<WireName>();
  const failuresInARow = new Map<WireName, number>();
  const passedOverUntilMs = new Map<WireName, number>();
  const isPassedOver = (wire: WireName): boolean => nowMs() < (passedOverUntilMs.get(wire) ?? 0);

  function failed(wire: WireName): void {
    const count = (failuresInARow.get(wire) ?? 0) + 1;
    failuresInARow.set(wire, count);
    // Looked at again after that time; one more failure, and it is passed over once more.
    if (count >= failuresToBePassedOver) passedOverUntilMs.set(wire, nowMs() + passedOverForMs);
  }

  return {
    order(first) {
      const wires: readonly WireName[] = first === 'rest' ? ['rest', 'graphql'] : ['graphql', 'rest'];
      const left = wires.filter((wire) => !gone.has(wire));
      return [...left.filter((wire) => !isPassedOver(wire)), ...left.filter(isPassedOver)];
    },
    isGone: (wire) => gone.has(wire),
    isPassedOver,
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
