/** How a pod is, in one word: the worst of its signs. */
import type { PodEntry } from './fleet.ts';
import { connecting } from './signs/connecting.ts';
import { signRules } from './signs/index.ts';
import { lifecycle } from './signs/lifecycle.ts';
import { linkDown } from './signs/link-down.ts';
import { type ConditionKind, conditionKinds, type Sign, type SignRule } from './signs/sign.ts';
import { unreachable } from './signs/unreachable.ts';

export type Condition = Sign;

/** A pod that is not running, or not heard, has no other condition: its last figures say nothing about now. */
const overriding: readonly SignRule[] = [lifecycle, linkDown, unreachable, connecting];

export function conditionOf(entry: PodEntry, nowMs: number): Condition {
  for (const rule of overriding) {
    const sign = rule.find(entry, nowMs);
    if (sign !== null) return sign;
  }
  return worst(signsOf(entry, nowMs)) ?? healthy(entry);
}

/** Every sign that is there now, with the rule that found it. */
export function signsOf(entry: PodEntry, nowMs: number): { readonly rule: SignRule; readonly sign: Sign }[] {
  const found: { rule: SignRule; sign: Sign }[] = [];
  for (const rule of signRules) {
    const sign = rule.find(entry, nowMs);
    if (sign === null) continue;
    found.push({ rule, sign });
    if (overriding.includes(rule)) break;
  }
  return found;
}

export function severityOf(kind: ConditionKind): number {
  return conditionKinds.indexOf(kind);
}

function worst(found: readonly { readonly sign: Sign }[]): Sign | null {
  let result: Sign | null = null;
  for (const { sign } of found) {
    if (result === null || severityOf(sign.kind) < severityOf(result.kind)) result = sign;
  }
  return result;
}

function healthy(entry: PodEntry): Condition {
  const report = entry.health?.report;
  if (report === undefined)
    return { kind: 'running', word: 'running', text: 'Running; no health report yet.' };
  const good = report.checks.filter((check) => check.status === 'ok');
  return { kind: 'running', word: 'ok', text: `${good.length} of ${report.checks.length} checks ok.` };
}
