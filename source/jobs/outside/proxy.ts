/** What the pod's HTTP ports answer through RunPod's proxy, as a visitor would see it. */
import type { Draft } from '../../../pod-agent/checks/check.ts';
import { ageMs, mayBeOurselves, type OutsideCheck, type OutsideSeen, type PageAnswer } from './check.ts';
import { draft, evidence } from './draft.ts';
import { pageWords } from './page-words.ts';

/** A 502 in a container's first minute is usual: the program behind it is starting. */
const startingForMs = 60_000;

export const proxy: OutsideCheck = {
  id: 'proxy',
  title: 'HTTP ports through RunPod’s proxy',
  judge(seen) {
    if (seen.pages.length > 0) return seen.pages.map((page) => ofPage(seen, page));
    return [
      draft({ id: 'proxy-none', title: 'There is no HTTP port to ask for', status: 'skip', evidence: [] }),
    ];
  },
};

function ofPage(seen: OutsideSeen, page: PageAnswer): Draft {
  const { outcome, port } = page;
  if (outcome.kind !== 'answered') return unanswered(seen, page);
  const { httpStatus, body, tookMs } = outcome;
  const known = pageWords({ httpStatus, body });
  const answer = [
    evidence('answer', `HTTP ${httpStatus} after ${Math.round(tookMs)} ms`, page.url, 'a page'),
  ];
  if (known === null) {
    return draft({
      id: `proxy-well:${port}`,
      title: `Port ${port} answers: HTTP ${httpStatus}`,
      status: 'ok',
      evidence: answer,
    });
  }
  const age = ageMs(seen);
  const isStarting = httpStatus === 502 && age !== null && age < startingForMs;
  const { title, causes, advice, status = 'fail' } = known;
  return draft({
    id: `proxy-${httpStatus}:${port}`,
    title: `Port ${port}: ${title}`,
    status: isStarting ? 'warn' : status,
    evidence: answer,
    causes: isStarting
      ? ['The pod has been running for less than a minute: its program is starting.', ...causes]
      : causes,
    impact: status === 'fail' ? 'Visitors get an error page.' : null,
    advice,
  });
}

function unanswered(seen: OutsideSeen, { url, port, outcome }: PageAnswer): Draft {
  const isTls = outcome.kind === 'tls';
  const said =
    'message' in outcome
      ? outcome.message
      : outcome.kind === 'timeout'
        ? `nothing within ${outcome.afterMs / 1000} s`
        : '';
  const isSlow = outcome.kind === 'timeout';
  return draft({
    id: `proxy-${outcome.kind}:${port}`,
    title: isTls
      ? `Port ${port}: no encrypted connection with the proxy came about`
      : isSlow
        ? `Port ${port}: the proxy gives no answer in time`
        : `Port ${port}: the proxy cannot be reached`,
    // The proxy's own address is not the pod's: only its silence on one page may be the pod's doing.
    status: isSlow && !mayBeOurselves(seen) ? 'fail' : 'unknown',
    evidence: [evidence('answer', said, url, 'a page')],
    causes: isTls
      ? ['Something between here and RunPod replaces certificates.', 'The clock of this machine is wrong.']
      : isSlow
        ? ['The application takes requests and does not answer.', 'The network here is slow or cut off.']
        : ['This machine has no way to the internet, or no name resolution.'],
    advice: isSlow ? 'Look whether the program hangs.' : 'Check this machine’s own network.',
  });
}
