/** The further pages that a project wants to be served, and the headers of its health page. */
import { safeText } from '../../../base/safe-text.ts';
import type { StepContext, StepTold } from '../step.ts';
import { askProxy } from './look.ts';
import type { Failing, ProofOptions, Proved } from './prove.ts';
import { answerText, linesOf, type WebAnswer } from './web-answer.ts';

/** A page may be late where an application has only just begun. */
const attempts = 3;

/** @returns null: all is there. By the proxy, as visitors come; over SSH where only that works. */
export async function* provePages(
  options: ProofOptions,
  proved: Proved,
): AsyncGenerator<StepTold, Failing | null, void> {
  const { paths, headers } = options.context.project.health;
  const isByProxy = proved.round.ways.some(({ way, verdict }) => way === 'proxy' && verdict === 'good');
  const health = isByProxy ? proved.seen.proxy : (proved.seen.inside?.page ?? proved.seen.proxy);
  const missing = missingHeaders(headers, health);
  if (missing.length > 0)
    return failing(missing, 'See which headers the application and its web server set.');
  for (const path of paths) {
    const answer = await askPatiently(options, { path, isByProxy, pod: proved.seen.pod });
    const text = `${safeText(path, { maxLength: 120 })}: ${answerText(answer)}`;
    if (!isThere(answer))
      return failing([text, ...linesOf(answer)], 'See that the image holds the page, and that it is served.');
    yield { kind: 'output', level: 'info', text };
  }
  return null;
}

/** As a project asks for it: exactly 200, so that a redirection to a login is none. */
function isThere(answer: WebAnswer): boolean {
  return answer.kind === 'answered' && answer.httpStatus === 200;
}

async function askPatiently(
  { context, expected, wayIn }: ProofOptions,
  {
    path,
    isByProxy,
    pod,
  }: { readonly path: string; readonly isByProxy: boolean; readonly pod: Proved['seen']['pod'] },
): Promise<WebAnswer> {
  let answer: WebAnswer = nobody;
  for (let attempt = 1; attempt <= attempts && !context.signal.aborted; attempt += 1) {
    if (isByProxy || pod === null)
      answer = await askProxy(context.doors, { url: `${expected.url}${path}`, signal: context.signal });
    else {
      const { inside } = await wayIn.ask(pod, { page: { port: expected.port, path }, asksGpus: false });
      answer = inside?.page ?? nobody;
    }
    if (isThere(answer)) return answer;
    if (attempt < attempts) await pause(context);
  }
  return answer;
}

const nobody: WebAnswer = { kind: 'silent', reason: 'nobody answers' };

async function pause({ doors, project, signal }: StepContext): Promise<void> {
  await doors.sleep(project.verify.everyMs, signal);
}

function missingHeaders(
  wanted: Readonly<Record<string, string | null>>,
  answer: WebAnswer,
): readonly string[] {
  const has = answer.kind === 'answered' ? answer.headers : {};
  return Object.entries(wanted).flatMap(([name, value]) => {
    const found = has[name.toLowerCase()];
    if (found === undefined) return [`the header ${name} is missing`];
    if (value === null || found.trim() === value.trim()) return [];
    return [`the header ${name} is "${safeText(found, { maxLength: 120 })}", not "${value}"`];
  });
}

function failing(evidence: readonly string[], fix: string): Failing {
  const [first = 'a page is missing'] = evidence;
  return { outcome: 'fail', text: `What has to be served is not: ${first}.`, evidence, fix };
}
