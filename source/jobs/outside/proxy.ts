/** What the pod's HTTP ports answer through RunPod's proxy, as a visitor would see it. */
import type { Draft } from '../../../pod-agent/checks/check.ts';
import { ageMs, mayBeOurselves, type OutsideCheck, type OutsideSeen, type PageAnswer } from './check.ts';
import { draft, evidence } from './draft.ts';

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

type Words = Pick<Draft, 'title' | 'causes'> & { readonly advice: string; readonly status?: Draft['status'] };

function ofPage(seen: OutsideSeen, page: PageAnswer): Draft {
  const { outcome, port } = page;
  if (outcome.kind !== 'answered') return unanswered(seen, page);
  const { httpStatus, body, tookMs } = outcome;
  const isBlocked = httpStatus === 403 && /error code: 1010/.test(body);
  const known = isBlocked
    ? blocked
    : (words.get(httpStatus) ?? (httpStatus >= 500 ? failing(httpStatus) : null));
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

const words: ReadonlyMap<number, Words> = new Map([
  [
    404,
    {
      title: 'the proxy or the application knows no such page (HTTP 404)',
      status: 'warn',
      causes: [
        'The application has no page at /.',
        'The pod does not run, or does not expose this HTTP port.',
      ],
      advice: 'Ask for a page that the application has, and compare the pod’s exposed HTTP ports.',
    },
  ],
  [
    502,
    {
      title: 'nothing in the pod answers the proxy (HTTP 502)',
      causes: [
        'The program behind the port is not running, or has ended.',
        'It listens on 127.0.0.1 only; the proxy needs 0.0.0.0.',
        'It listens on another port than the exposed one.',
      ],
      advice: 'Start the program, and let it listen on 0.0.0.0 at the exposed port.',
    },
  ],
  [
    503,
    {
      title: 'the service is not available (HTTP 503)',
      causes: ['The pod is starting or stopping.', 'The application is overloaded and says so.'],
      advice: 'Wait a minute and look again; then look at the application’s log.',
    },
  ],
  [
    524,
    {
      title: 'the application took the request and did not answer within 100 s (HTTP 524)',
      causes: ['A request takes longer than the proxy’s 100 s.', 'The program hangs.'],
      advice:
        'Let long work run in the background and answer at once, or use a TCP port in place of the proxy.',
    },
  ],
]);

const blocked: Words = {
  title: 'Cloudflare refuses this client (error 1010)',
  status: 'unknown',
  causes: ['The edge takes the console for a robot; a browser may be let in.'],
  advice: 'Open the URL in a browser.',
};

/** 520 to 527 are Cloudflare's own; the others may be the application's. */
function failing(httpStatus: number): Words {
  const isEdge = httpStatus >= 520 && httpStatus <= 527;
  return {
    title: isEdge
      ? `Cloudflare and RunPod do not reach each other (HTTP ${httpStatus})`
      : `the application fails (HTTP ${httpStatus})`,
    causes: isEdge
      ? ['Trouble at RunPod or at Cloudflare.', 'The pod’s machine is down.']
      : ['The application has an error of its own.'],
    advice: isEdge ? 'Look at RunPod’s status page, and try again.' : 'Look at the application’s log.',
  };
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
