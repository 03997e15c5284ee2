import type { GpuCardReading, ThrottleReason } from '../protocol/readings.ts';
import type { Signal } from './judge.ts';

/** What is wrong with one card by the driver's own word. A broken card does not mend itself, so nearly all of it counts at once. */
export function cardFindings(card: GpuCardReading): readonly Signal[] {
  const name = `GPU ${card.index}`;
  const found: Signal[] = [];
  const add = (what: string, severity: 'warn' | 'fail', summary: string, forMs = 0) =>
    found.push({
      kind: 'finding',
      fingerprint: `gpu:${card.uuid ?? card.index}:${what}`,
      severity,
      summary,
      forMs,
    });

  if (card.status !== 'ok')
    add('status', 'fail', `${name} ${statusWords[card.status]}${quoted(card.statusText)}.`);
  if (needsRecovery(card.recoveryAction)) {
    add('recovery', 'fail', `${name}: the driver asks for "${card.recoveryAction}".`);
  }
  if ((card.eccUncorrectedCount ?? 0) > 0) {
    add('ecc', 'fail', `${name}: ${card.eccUncorrectedCount} uncorrectable memory (ECC) errors.`);
  }
  if (card.remappedRowsFailed === true)
    add('remap-failed', 'fail', `${name}: remapping of a bad memory row failed.`);
  if (card.remappedRowsPending === true || card.retiredPagesPending === true) {
    add('remap-pending', 'warn', `${name}: bad memory is to be taken out of use at the next reset.`);
  }
  const held = (card.throttleReasons ?? []).filter((reason) => hardwareReasons.has(reason));
  // Clocks are held down for moments at every change of load; a minute of it is a cooling or power problem.
  if (held.length > 0)
    add('throttle', 'warn', `${name}: clocks held down by the hardware (${held.join(', ')}).`, 60_000);
  return found;
}

const statusWords = {
  lost: 'has fallen off the bus',
  'requires-reset': 'requires a reset',
  error: 'answers with an error',
} as const;

const hardwareReasons: ReadonlySet<ThrottleReason> = new Set([
  'hardware-slowdown',
  'hardware-thermal',
  'hardware-power-brake',
]);

function needsRecovery(action: string | null): boolean {
  return action !== null && action !== '' && action.toLowerCase() !== 'none';
}

function quoted(text: string | null): string {
  return text === null ? '' : ` (${text})`;
}
