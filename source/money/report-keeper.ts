/** One report for one snapshot of the fleet and second: a page asks for it for its rows, its head and its title. */
import type { Fleet } from '../fleet/fleet.ts';
import { type MoneyReport, moneyReport } from './figures.ts';

const kept = new WeakMap<Fleet, MoneyReport>();

export function keptReport(fleet: Fleet, nowMs: number): MoneyReport {
  const known = kept.get(fleet);
  if (known?.atMs === nowMs) return known;
  const report = moneyReport(fleet, nowMs);
  kept.set(fleet, report);
  return report;
}
