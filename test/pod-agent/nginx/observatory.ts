/**
 * Scores an answer as Mozilla's HTTP Observatory does, by its published scoring: a hundred, less what is wrong, and what is
 * better than needed on top where nothing much is wrong.
 *
 * The observatory looks at a site through https. Two of its tests are about the proxy that brings https and cannot be made
 * on loopback: that http is redirected, and that the certificate is valid. Strict-Transport-Security is scored as the proxy
 * passes it on.
 */
import type { Answer } from './ask.ts';

export type Verdict = { readonly test: string; readonly result: string; readonly modifier: number };
export type Score = { readonly score: number; readonly grade: string; readonly verdicts: readonly Verdict[] };

const grades: readonly (readonly [number, string])[] = [
  [100, 'A+'],
  [90, 'A'],
  [85, 'A-'],
  [80, 'B+'],
  [70, 'B'],
  [65, 'B-'],
  [60, 'C+'],
  [50, 'C'],
  [45, 'C-'],
  [40, 'D+'],
  [30, 'D'],
  [25, 'D-'],
];

export function scoreAnswer(answer: Pick<Answer, 'headers' | 'body'>): Score {
  const policy = policyOf(headerText(answer, 'content-security-policy'));
  const verdicts = [
    scorePolicy(policy),
    scoreCookies(answer),
    scoreSharing(answer),
    scoreReferrer(answer),
    scoreTransport(answer),
    scoreIntegrity(answer),
    scoreContentType(answer),
    scoreFraming(answer, policy),
    scoreResources(answer),
  ];
  const sum = (of: readonly Verdict[]) => of.reduce((total, { modifier }) => total + modifier, 0);
  const penalised = 100 + sum(verdicts.filter(({ modifier }) => modifier < 0));
  const better = sum(verdicts.filter(({ modifier }) => modifier > 0));
  const score = Math.max(0, penalised >= 90 ? penalised + better : penalised);
  return { score, grade: grades.find(([least]) => score >= least)?.[1] ?? 'F', verdicts };
}

type Policy = ReadonlyMap<string, readonly string[]>;

function policyOf(text: string | null): Policy | null {
  if (text === null) return null;
  const directives = text
    .split(';')
    .map((part) => part.trim().split(/\s+/))
    .filter(([name]) => name !== '');
  return new Map(directives.map(([name = '', ...sources]) => [name.toLowerCase(), sources]));
}

function scorePolicy(policy: Policy | null): Verdict {
  const verdict = (result: string, modifier: number) => ({
    test: 'content-security-policy',
    result,
    modifier,
  });
  if (policy === null) return verdict('not implemented', -25);
  if (policy.size === 0) return verdict('invalid', -25);
  const sourcesOf = (name: string) => policy.get(name) ?? policy.get('default-src') ?? ['*'];
  const broad = /^(\*|https?:|ftp:|https?:\/\/\*|data:|blob:|'unsafe-inline')$/;
  const active = [...sourcesOf('script-src'), ...sourcesOf('object-src')];
  if (active.some((source) => broad.test(source))) return verdict('unsafe inline or broad sources', -20);
  if ([...policy].some(([name, sources]) => !isPassive(name) && sources.some(isInsecure)))
    return verdict('insecure scheme', -20);
  if (sourcesOf('script-src').includes("'unsafe-eval'")) return verdict('unsafe eval', -10);
  if ([...policy.values()].some((sources) => sources.some(isInsecure)))
    return verdict('insecure scheme in passive content', -10);
  if (sourcesOf('style-src').some((source) => broad.test(source))) return verdict('unsafe inline style', 0);
  const startsFromNone = policy.get('default-src')?.join(' ') === "'none'";
  return startsFromNone ? verdict("no unsafe, default-src 'none'", 10) : verdict('no unsafe', 5);
}

function isPassive(directive: string): boolean {
  return directive === 'img-src' || directive === 'media-src';
}

function isInsecure(source: string): boolean {
  return /^(http|ftp):/.test(source);
}

function scoreCookies(answer: Pick<Answer, 'headers'>): Verdict {
  const cookies = answer.headers.get('set-cookie') ?? [];
  const careless = cookies.filter((cookie) => !/;\s*secure/i.test(cookie) || !/;\s*httponly/i.test(cookie));
  if (careless.length > 0) return { test: 'cookies', result: 'careless', modifier: -40 };
  return { test: 'cookies', result: cookies.length === 0 ? 'none' : 'secure', modifier: 0 };
}

function scoreSharing(answer: Pick<Answer, 'headers'>): Verdict {
  const test = 'cross-origin-resource-sharing';
  const origin = headerText(answer, 'access-control-allow-origin');
  const withCredentials = headerText(answer, 'access-control-allow-credentials') === 'true';
  if (origin !== null && withCredentials) return { test, result: 'universal access', modifier: -50 };
  return { test, result: origin === null ? 'not implemented' : 'public access', modifier: 0 };
}

const privatePolicies = ['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin'];

function scoreReferrer(answer: Pick<Answer, 'headers'>): Verdict {
  const test = 'referrer-policy';
  const policy = headerText(answer, 'referrer-policy');
  if (policy === null) return { test, result: 'not implemented', modifier: 0 };
  if (privatePolicies.includes(policy)) return { test, result: 'private', modifier: 5 };
  if (policy === 'no-referrer-when-downgrade') return { test, result: 'when no downgrade', modifier: 0 };
  return { test, result: 'unsafe or invalid', modifier: -5 };
}

const sixMonthsSeconds = 15_768_000;

function scoreTransport(answer: Pick<Answer, 'headers'>): Verdict {
  const test = 'strict-transport-security';
  const header = headerText(answer, 'strict-transport-security');
  if (header === null) return { test, result: 'not implemented', modifier: -20 };
  const seconds = /^max-age=(\d+)\s*(;|$)/.exec(header)?.[1];
  if (seconds === undefined) return { test, result: 'invalid', modifier: -20 };
  const isLong = Number(seconds) >= sixMonthsSeconds;
  return {
    test,
    result: isLong ? 'at least six months' : 'less than six months',
    modifier: isLong ? 0 : -10,
  };
}

function scoreIntegrity(answer: Pick<Answer, 'body'>): Verdict {
  const test = 'subresource-integrity';
  const scripts = answer.body.toString('utf8').match(/<script\b[^>]*>/gi) ?? [];
  const foreign = scripts.filter((tag) => /\bsrc\s*=\s*["']?(https?:)?\/\//i.test(tag));
  if (scripts.length === 0) return { test, result: 'no scripts', modifier: 0 };
  if (foreign.length === 0) return { test, result: 'all scripts are of the same origin', modifier: 0 };
  if (foreign.some((tag) => /src\s*=\s*["']?http:/i.test(tag)))
    return { test, result: 'external scripts over http', modifier: -50 };
  const isChecked = foreign.every((tag) => /\bintegrity\s*=/i.test(tag));
  return { test, result: isChecked ? 'implemented' : 'external scripts', modifier: isChecked ? 5 : -5 };
}

function scoreContentType(answer: Pick<Answer, 'headers'>): Verdict {
  const isSet = headerText(answer, 'x-content-type-options') === 'nosniff';
  return {
    test: 'x-content-type-options',
    result: isSet ? 'nosniff' : 'not implemented',
    modifier: isSet ? 0 : -5,
  };
}

function scoreFraming(answer: Pick<Answer, 'headers'>, policy: Policy | null): Verdict {
  const test = 'x-frame-options';
  const ancestors = policy?.get('frame-ancestors');
  if (ancestors !== undefined && !ancestors.includes('*'))
    return { test, result: 'by the content security policy', modifier: 5 };
  const isSet = /^(DENY|SAMEORIGIN)$/.test(headerText(answer, 'x-frame-options') ?? '');
  return { test, result: isSet ? 'implemented' : 'not implemented', modifier: isSet ? 0 : -20 };
}

function scoreResources(answer: Pick<Answer, 'headers'>): Verdict {
  const test = 'cross-origin-resource-policy';
  const policy = headerText(answer, test);
  if (policy === null || policy === 'cross-origin') return { test, result: policy ?? 'none', modifier: 0 };
  const isOwn = policy === 'same-origin' || policy === 'same-site';
  return { test, result: isOwn ? policy : 'invalid', modifier: isOwn ? 10 : -5 };
}

/** As a browser joins a header that came more than once. */
function headerText(answer: Pick<Answer, 'headers'>, name: string): string | null {
  return answer.headers.get(name)?.join(', ') ?? null;
}
