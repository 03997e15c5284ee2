/** A diagnosis as lines: the worst root first, what it causes indented beneath it, what is well in one line. */
import type {
  CheckOutcome,
  Diagnosis,
  Evidence,
  Finding,
  FindingStatus,
  Fix,
} from '../../../pod-agent/protocol/finding.ts';
import type { JobLine } from './line.ts';
import { findingLooks } from './looks.ts';

const worstFirst: readonly FindingStatus[] = ['fail', 'warn', 'unknown', 'info'];

const viaWords: Readonly<Record<Diagnosis['via'], string>> = {
  agent: 'looked at by the agent in the pod',
  shell: 'looked at by a shell over SSH: the pod has no agent',
  outside: 'looked at from outside: the pod could not be entered',
};

export function diagnosisLines(diagnosis: Diagnosis): JobLine[] {
  const shown = diagnosis.findings.filter((finding) => worstFirst.includes(finding.status));
  const lines = inTree(shown).flatMap(({ finding, depth }) => findingLines(finding, depth));
  const via: JobLine = { key: 'via', role: 'dim', indent: 0, text: viaWords[diagnosis.via], atMs: null };
  const without = diagnosis.checks.filter((check) => !shown.some((each) => each.checkId === check.checkId));
  return [
    ...lines,
    ...checkLines(without, 'unknown', 'could not look'),
    ...checkLines(without, 'ok', 'passed'),
    ...checkLines(without, 'skip', 'found nothing of its kind here'),
    via,
  ].map((line) => ({ ...line, part: 'result' }));
}

/** One finding, with its evidence, causes, impact and fix folded under it. */
export function findingLines(finding: Finding, depth: number): JobLine[] {
  const { glyph, word, role } = findingLooks[finding.status];
  const key = `finding:${finding.id}`;
  const indent = depth * 2;
  const because = depth > 0 ? 'caused by that: ' : '';
  const head: JobLine = {
    key,
    role,
    indent,
    text: `${glyph} ${word}  ${because}${finding.title}`,
    atMs: null,
    findingId: finding.id,
    isOpener: true,
  };
  const beneath = { indent: indent + 4, atMs: null, findingId: finding.id };
  const advice: JobLine[] =
    finding.fix !== null && depth === 0
      ? [{ ...beneath, key: `${key}:do`, role: 'text', text: `→ ${finding.fix.text}` }]
      : [];
  const details = detailsOf(finding, advice.length > 0).map(
    (text, index): JobLine => ({ ...beneath, key: `${key}:${index}`, role: 'dim', text, under: key }),
  );
  return [head, ...advice, ...details];
}

/** Advice that stands open above is not said again. */
function detailsOf({ evidence, causes, impact, fix, documentation }: Finding, isAdvised: boolean): string[] {
  return [
    ...evidence.map((each) => `found   ${evidenceText(each)}`),
    ...causes.map((cause, index) => (index === 0 ? `cause   ${cause}` : `     or ${cause}`)),
    ...(impact === null ? [] : [`impact  ${impact}`]),
    ...(fix === null || isAdvised ? [] : [`fix     ${fix.text}`]),
    ...(fix?.command == null ? [] : commandTexts(fix, fix.command)),
    ...(documentation === null ? [] : [`more    docs/diagnose.md: ${documentation}`]),
  ];
}

function evidenceText({ what, value, expected, source }: Evidence): string {
  return `${what}: ${value}${expected === null ? '' : `, expected ${expected}`}  (${source})`;
}

function commandTexts({ safe, reversible }: Fix, command: string): string[] {
  const care = safe ? 'safe: loses nothing and interrupts nobody' : 'not safe to run unasked';
  return [`runs    ${command}`, `        ${care}, ${reversible ? 'can be undone' : 'cannot be undone'}`];
}

function checkLines(all: readonly CheckOutcome[], status: FindingStatus, verb: string): JobLine[] {
  const checks = all.filter((check) => check.status === status);
  if (checks.length === 0) return [];
  const { glyph, role } = findingLooks[status];
  const key = `checks:${status}`;
  const names = checks.map((check) => check.checkId).join(', ');
  const text = `${glyph} ${checks.length} ${checks.length === 1 ? 'check' : 'checks'} ${verb}: ${names}`;
  return [
    { key, role, indent: 0, text, atMs: null, isOpener: true },
    ...checks.map(
      (check): JobLine => ({
        key: `${key}:${check.checkId}`,
        role: 'dim',
        indent: 4,
        text: `${glyph} ${check.title}: ${check.summary}`,
        atMs: null,
        tookMs: check.tookMs,
        under: key,
      }),
    ),
  ];
}

type Placed = { readonly finding: Finding; readonly depth: number };

/** Roots by how bad they are, in the given order where they are alike; a finding whose cause is not shown is a root. */
function inTree(findings: readonly Finding[]): Placed[] {
  const known = new Set(findings.map(({ id }) => id));
  const isRoot = ({ id, causedBy }: Finding) => causedBy === null || causedBy === id || !known.has(causedBy);
  const placed: Placed[] = [];
  const seen = new Set<string>();
  const place = (finding: Finding, depth: number): void => {
    if (seen.has(finding.id)) return;
    seen.add(finding.id);
    placed.push({ finding, depth });
    for (const child of findings) if (child.causedBy === finding.id) place(child, depth + 1);
  };
  const rank = ({ status }: Finding) => worstFirst.indexOf(status);
  for (const root of findings.filter(isRoot).sort((left, right) => rank(left) - rank(right))) place(root, 0);
  // Two that name each other as their cause have no root between them, and must be seen all the same.
  for (const finding of findings) place(finding, 0);
  return placed;
}
