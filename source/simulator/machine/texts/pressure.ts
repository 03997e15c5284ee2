/** Pressure stall information in the kernel's form (Documentation/accounting/psi.rst). */
import type { MachineMoment } from '../machine.ts';
import { stallSharesOf } from '../totals.ts';

export type PressureResource = 'cpu' | 'memory' | 'io';

/** How much of the stalls stop everything; CPU stalls by definition do not. */
const fullShare = { cpu: 0, memory: 0.6, io: 0.7 } as const;

export function pressureText(moment: MachineMoment, resource: PressureResource): string {
  const share = stallSharesOf(moment.work)[resource];
  const stalledSeconds = {
    cpu: moment.totals.cpuStalledSeconds,
    memory: moment.totals.memoryStalledSeconds,
    io: moment.totals.ioStalledSeconds,
  }[resource];
  const full = fullShare[resource];
  return `some ${averages(share)} total=${Math.floor(stalledSeconds * 1e6)}\nfull ${averages(share * full)} total=${Math.floor(stalledSeconds * full * 1e6)}\n`;
}

function averages(share: number): string {
  const percent = share * 100;
  return `avg10=${percent.toFixed(2)} avg60=${(percent * 0.8).toFixed(2)} avg300=${(percent * 0.5).toFixed(2)}`;
}
