/** The headers of the health page, and the further pages: an asset, a deep route. All that is wrong is said at once. */
import { safeText } from '../../../base/safe-text.ts';
import { type Answered, type Trial, urlOf } from './await-health.ts';
import { getPage } from './get-page.ts';
import type { PartEnd } from './part.ts';

const pageTimeoutMs = 15_000;

export async function checkPages(trial: Trial, healthPage: Answered): Promise<PartEnd> {
  const { paths, headers } = trial.project.health;
  const problems = [...headerProblems(headers, healthPage.headers)];
  for (const path of paths) {
    const problem = await pageProblem(trial, path);
    if (problem !== null) problems.push(problem);
  }
  const [first] = problems;
  if (first !== undefined)
    return {
      outcome: 'fail',
      text: problems.length === 1 ? first : `${first} (and ${problems.length - 1} more)`,
      evidence: problems.slice(0, 30),
      fix: 'Correct the server in the image, or `health` of the project.',
    };
  const headerCount = Object.keys(headers).length;
  return {
    outcome: 'pass',
    text: `${count(paths.length, 'page')} and ${count(headerCount, 'header')} as they should be.`,
  };
}

function headerProblems(wanted: Readonly<Record<string, string | null>>, given: Headers): readonly string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const is = given.get(name);
    if (is === null) return [`The health page has no header ${name}.`];
    if (value === null || is === value) return [];
    return [
      `The health page's header ${name} is "${safeText(is, { maxLength: 200 })}" in place of "${value}".`,
    ];
  });
}

async function pageProblem(trial: Trial, path: string): Promise<string | null> {
  const url = urlOf(trial, path);
  if (url === null) return `${path} cannot be asked for: its port is not published.`;
  const page = await getPage(trial.doors.fetch, url, { timeoutMs: pageTimeoutMs, signal: trial.signal });
  if (page.kind === 'silent') return `${path} does not answer: ${page.reason}.`;
  return page.status === 200 ? null : `${path} answers ${page.status} in place of 200.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
