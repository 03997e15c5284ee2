/** The bits of `clocks_event_reasons.active`, by nvml.h's nvmlClocksEventReasons. */
import type { ThrottleReason } from '../../protocol/readings.ts';

const reasonByBit: readonly (readonly [bit: number, reason: ThrottleReason])[] = [
  [0x2, 'application-clocks'],
  [0x4, 'software-power-cap'],
  [0x8, 'hardware-slowdown'],
  [0x10, 'sync-boost'],
  [0x20, 'software-thermal'],
  [0x40, 'hardware-thermal'],
  [0x80, 'hardware-power-brake'],
  [0x100, 'display-clocks'],
];

/** From `0x0000000000000004`. Bit 0x1 says that the card is idle, which holds nothing back. null: not told. */
export function throttleReasons(mask: string | null): readonly ThrottleReason[] | null {
  if (mask === null || !/^0x[0-9a-f]{1,16}$/i.test(mask)) {
    return null;
  }
  // All known bits are in the low half; the full 64 do not fit a number.
  const low = Number.parseInt(mask.slice(2).slice(-8), 16);
  return reasonByBit.filter(([bit]) => (low & bit) !== 0).map(([, reason]) => reason);
}
