/** Which finding brings another about, and the order in which they are told: the worst root first, its effects beneath it. */
import type { Finding, FindingStatus } from '../protocol/finding.ts';

/** Ids by the part before ':', which names one of several things of a kind. */
export type Cause = {
  readonly cause: string;
  readonly effect: string;
  /** Also where the cause by itself is only a remark. */
  readonly evenAsRemark?: true;
  /** Only where the cause is a failure: what merely runs out has broken nothing yet. */
  readonly onlyAsFailure?: true;
  /** Only where evidence of the effect says so: the cause may be one of long ago. */
  readonly shownBy?: { readonly what: string; readonly value: RegExp };
};

const gravity: readonly FindingStatus[] = ['fail', 'warn', 'unknown', 'info', 'ok', 'skip'];

/** Each with its cause where the table knows one that was found too; roots in order, each followed by its effects. */
export function groupFindings(findings: readonly Finding[], causes: readonly Cause[]): readonly Finding[] {
  const linked = linkFindings(findings, causes);
  const roots = linked.filter(({ causedBy }) => causedBy === null).map((root) => branchOf(root, linked));
  return sortBranches(roots).flat();
}

/** Of several causes the worst, then the one that stands first in the table. Nobody is brought about by himself. */
function linkFindings(findings: readonly Finding[], causes: readonly Cause[]): readonly Finding[] {
  const causeOf = new Map<string, string>();
  const inOrder = [...findings].sort((left, right) => rank(left.status) - rank(right.status));
  for (const effect of inOrder.filter(({ status }) => isTrouble(status) || status === 'unknown')) {
    const known = causes.filter((each) => each.effect === kindOf(effect.id) && isShown(each, effect));
    const possible = inOrder
      .filter((cause) => placeIn(known, cause) !== -1)
      .filter(({ id }) => !chainOf(id, causeOf).includes(effect.id))
      .sort((left, right) => likelihood(left, known) - likelihood(right, known));
    const [cause] = possible;
    if (cause !== undefined) causeOf.set(effect.id, cause.id);
  }
  return findings.map((finding) => ({ ...finding, causedBy: causeOf.get(finding.id) ?? null }));
}

function likelihood(cause: Finding, known: readonly Cause[]): number {
  return rank(cause.status) * known.length + placeIn(known, cause);
}

function isShown({ shownBy }: Cause, { evidence }: Finding): boolean {
  if (shownBy === undefined) return true;
  return evidence.some(({ what, value }) => what === shownBy.what && shownBy.value.test(value));
}

/** -1 where nobody knows it as a cause. */
function placeIn(known: readonly Cause[], { id, status }: Finding): number {
  return known.findIndex((each) => each.cause === kindOf(id) && isGraveEnough(each, status));
}

function isGraveEnough({ evenAsRemark, onlyAsFailure }: Cause, status: FindingStatus): boolean {
  if (onlyAsFailure === true) return status === 'fail';
  return isTrouble(status) || (evenAsRemark === true && status === 'info');
}

/** The finding itself, what causes it, what causes that, and so on. */
function chainOf(id: string, causeOf: ReadonlyMap<string, string>): readonly string[] {
  const chain = [id];
  for (let next = causeOf.get(id); next !== undefined; next = causeOf.get(next)) chain.push(next);
  return chain;
}

/** A root and all that it brings about, depth first. */
function branchOf(root: Finding, findings: readonly Finding[]): readonly Finding[] {
  const effects = findings.filter(({ causedBy }) => causedBy === root.id);
  return [root, ...sortBranches(effects.map((effect) => branchOf(effect, findings))).flat()];
}

/** By the worst within it; then the one that explains more; then by the root; else as the checks are listed. */
function sortBranches(branches: readonly (readonly Finding[])[]): readonly (readonly Finding[])[] {
  return [...branches].sort(
    (left, right) =>
      worstRank(left) - worstRank(right) || right.length - left.length || rootRank(left) - rootRank(right),
  );
}

function worstRank(branch: readonly Finding[]): number {
  return Math.min(...branch.map(({ status }) => rank(status)));
}

function rootRank(branch: readonly Finding[]): number {
  return rank(branch[0]?.status ?? 'skip');
}

export function rank(status: FindingStatus): number {
  return gravity.indexOf(status);
}

function isTrouble(status: FindingStatus): boolean {
  return status === 'fail' || status === 'warn';
}

function kindOf(id: string): string {
  return id.split(':')[0] ?? id;
}
