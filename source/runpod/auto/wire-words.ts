/** The wires by the names that people know, and what goes with each when RunPod retires it. */
import type { CloudFailure, CloudFailureCode } from '../cloud.ts';
import type { WireName } from './ways.ts';

const names: Readonly<Record<WireName, string>> = {
  graphql: "RunPod's GraphQL API",
  rest: "RunPod's REST v2",
};

const lost: Readonly<Record<WireName, string>> = {
  graphql:
    'balance, spot pods and bids, by whom a pod was stopped, temperature and power of cards where a pod does not tell them itself, and times at which RunPod itself stops a pod are not known any more. The rest goes on over REST v2.',
  rest: 'logs, bills, restarts, locks and new names of pods are not to be had any more. The rest goes on over GraphQL.',
};

/** For the operator, once of each wire. `isLast`: the other one is retired too. */
export function retirementNote(wire: WireName, isLast: boolean): string {
  if (isLast) return `${names[wire]} has been retired too (410): there is no way to RunPod left.`;
  return `${names[wire]} has been retired (410): ${lost[wire]}`;
}

/** One failure of what both wires have said. `retired`: wires that were not asked any more. */
export function neitherWire(failures: readonly CloudFailure[], retired: readonly WireName[]): CloudFailure {
  const telling = failures.find(({ code }) => !isLost(code)) ?? failures[0];
  if (telling === undefined || failures.filter(({ code }) => code === 'gone').length === 2) return allRetired;
  if (!isLost(telling.code) && !isTrouble(telling.code)) return telling;
  const gone = isLost(telling.code) ? retired.map((wire) => `${names[wire]} has been retired.`) : [];
  const messages = [...failures.map(({ message }) => message), ...gone];
  if (messages.length === 1) return telling;
  const hint = isLost(telling.code) ? (detourOf(failures) ?? noneLeft) : telling.hint;
  return { ...telling, message: joined([...new Set(messages)]), hint, retryAfterMs: soonestMs(failures) };
}

/** A wire that did not say when may answer at any time. */
function soonestMs(failures: readonly CloudFailure[]): number | null {
  const waits = failures.filter(({ code }) => !isLost(code)).map(({ retryAfterMs }) => retryAfterMs);
  const told = waits.filter((wait) => wait !== null);
  return told.length === 0 || told.length < waits.length ? null : Math.min(...told);
}

/** "Cannot list the pods: one reason; another one." What is said alike at the beginning is said once. */
function joined(messages: readonly string[]): string {
  const [first = '', ...others] = messages;
  const begin = /^Cannot [^:]{1,200}: /.exec(first)?.[0] ?? null;
  return others.reduce((whole, message) => {
    if (begin === null || !message.startsWith(begin)) return `${whole} ${message}`;
    return `${whole.replace(/\.$/, '')}; ${message.slice(begin.length)}`;
  }, first);
}

const noneLeft = "What is left of RunPod's wires does not have it: use its web console.";

function detourOf(failures: readonly CloudFailure[]): string | null {
  return failures.find(({ detour }) => detour !== undefined)?.detour ?? null;
}

/** The wire has no such thing, or is no more. */
function isLost(code: CloudFailureCode): boolean {
  return code === 'unsupported' || code === 'gone';
}

function isTrouble(code: CloudFailureCode): boolean {
  return troubles.includes(code);
}

const troubles: readonly CloudFailureCode[] = ['network', 'timeout', 'server', 'unexpected', 'rate-limited'];

const allRetired: CloudFailure = {
  ok: false,
  code: 'gone',
  message: `Cannot ask RunPod: ${names.rest} and ${names.graphql} have been retired.`,
  hint: 'Look for a newer pod-engine.',
  retryAfterMs: null,
};
