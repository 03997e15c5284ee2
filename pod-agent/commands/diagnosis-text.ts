/** A diagnosis for people. Pure. */
import type { Diagnosis, Evidence, Finding, Fix } from '../protocol/finding.ts';

const signWidth = 9;
const indentation = 2;
const labelWidth = 8;
const mostOfRemark = 2;

/** The worst first, each with what it causes beneath it; what is well in one line. */
export function describeDiagnosis({ findings, checks }: Diagnosis): string {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const told = findings
    .filter(
      ({ status }) => status === 'fail' || status === 'warn' || status === 'unknown' || status === 'info',
    )
    .map((finding) => describeFinding(finding, depthOf(finding, byId)));
  const well = checks.filter(({ status }) => status === 'ok' || status === 'info').map(({ title }) => title);
  const skipped = checks.filter(({ status }) => status === 'skip');
  const rest = [
    ...(well.length === 0 ? [] : [`${'ok'.padEnd(signWidth)}${well.join(', ')}`]),
    ...skipped.map(({ title, summary }) => `${'skip'.padEnd(signWidth)}${title}: ${summary}`),
  ];
  return `${[...told, rest.join('\n')].filter((part) => part !== '').join('\n\n')}\n`;
}

function describeFinding(finding: Finding, depth: number): string {
  const { status, title, evidence, causes, impact, fix } = finding;
  const isRemark = status === 'info';
  const shown = isRemark ? evidence.slice(0, mostOfRemark) : evidence;
  const lines = [
    `${(isRemark ? 'info' : status.toUpperCase()).padEnd(signWidth)}${title}`,
    ...shown.map((each) => labelled('seen', evidenceText(each))),
    ...causes.map((cause) => labelled('cause', cause)),
    ...(impact === null ? [] : [labelled('impact', impact)]),
    ...(fix === null ? [] : fixLines(fix)),
  ];
  return lines.map((line) => ' '.repeat(depth * indentation) + line).join('\n');
}

function evidenceText({ what, value, expected, source }: Evidence): string {
  const held = expected === null ? '' : `, expected ${expected}`;
  return `${what}: ${value}${held} (${source})`;
}

function fixLines({ text, command, safe, reversible }: Fix): readonly string[] {
  if (command === null) return [labelled('fix', text)];
  const kind = safe ? 'safe' : reversible ? 'may interrupt, can be undone' : 'cannot be undone';
  return [labelled('fix', text), labelled('run', `${command}   [${kind}]`)];
}

function labelled(label: string, text: string): string {
  return `${' '.repeat(signWidth)}${label.padEnd(labelWidth)}${text}`;
}

/** How many causes stand above it. An effect never causes what causes it, so that this ends. */
function depthOf(finding: Finding, byId: ReadonlyMap<string, Finding>): number {
  const cause = finding.causedBy === null ? undefined : byId.get(finding.causedBy);
  return cause === undefined ? 0 : 1 + depthOf(cause, byId);
}
