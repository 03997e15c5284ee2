/** What the last minutes of requests say: errors, visitors turned away, slowness. */
import type { Evidence } from '../../protocol/finding.ts';
import type { Draft } from '../check.ts';
import { advice, fine, seen, trouble } from '../web/draft.ts';
import type { Request } from './access-lines.ts';
import { foldedPath, mostCommon } from './fold.ts';

const documentation = 'What the logs say';
const slowSeconds = 1;
/** A transfer's time is that of the visitor's line, not of the pod. */
const transferBytes = 1024 * 1024;

/** @param requests Of the last ten minutes, in their order. `source` is the log. */
export function judgeRequests(requests: readonly Request[], source: string): readonly Draft[] {
  // The agent's own word about the pod, 503 where it is unwell, is no error of the application.
  const asked = requests.filter(({ path }) => path !== '/health.json' && path !== '/metrics');
  if (asked.length === 0) return [];
  const found = [
    ...serverErrors(asked, source),
    ...turnedAway(asked, source),
    ...clientErrors(asked, source),
    ...slow(asked, source),
  ];
  const busiest = pathEvidence(asked, 'busiest', source);
  return [
    ...found,
    fine(
      'logs-traffic',
      `${asked.length} request${asked.length === 1 ? '' : 's'} in 10 min${speedOf(asked)}`,
      busiest,
    ),
  ];
}

function serverErrors(requests: readonly Request[], source: string): readonly Draft[] {
  const failed = requests.filter(({ status }) => status >= 500);
  if (failed.length === 0) return [];
  const share = failed.length / requests.length;
  const isMany = failed.length >= 3 && share >= 0.01;
  const codes = mostCommon(
    failed.map(({ status }) => String(status)),
    5,
  );
  return [
    trouble({
      id: 'logs-server-errors',
      title: `${failed.length} of ${requests.length} requests failed (5xx) in 10 min: ${percent(share)}`,
      status: failed.length >= 10 && share >= 0.2 ? 'fail' : isMany ? 'warn' : 'info',
      evidence: [
        seen('requests with 5xx', `${failed.length} (${percent(share)})`, source, 'none'),
        seen('by status', codes.map(({ text, count }) => `${text}: ${count}`).join(', '), source),
        ...pathEvidence(failed, 'failing', source),
      ],
      causes: [
        'The application behind nginx failed, was not there (502), or took too long (504).',
        'A file of the site cannot be read.',
      ],
      impact: 'Visitors get error pages.',
      fix: advice('See what nginx’s error log says of those paths, and the log of the application.'),
      documentation,
    }),
  ];
}

function turnedAway(requests: readonly Request[], source: string): readonly Draft[] {
  const limited = requests.filter(({ status }) => status === 429);
  const share = limited.length / requests.length;
  if (limited.length < 10) return [];
  return [
    trouble({
      id: 'logs-rate-limited',
      title: `${limited.length} requests were turned away (429) in 10 min`,
      status: share >= 0.05 ? 'warn' : 'info',
      evidence: [seen('requests with 429', `${limited.length} (${percent(share)})`, source, 'few')],
      causes: [
        'One visitor asks more often than the limit lets him.',
        'All visitors seem to come from one address, since the proxy’s header is not the one that is read.',
      ],
      impact: 'Those requests got no page.',
      fix: advice('Raise POD_AGENT_RATE_LIMIT, or name the header of the proxy in POD_AGENT_REAL_IP_HEADER.'),
      documentation,
    }),
  ];
}

function clientErrors(requests: readonly Request[], source: string): readonly Draft[] {
  const wrong = requests.filter(({ status }) => status >= 400 && status < 500 && status !== 429);
  const share = wrong.length / requests.length;
  if (wrong.length < 10 || share < 0.05) return [];
  return [
    trouble({
      id: 'logs-client-errors',
      title: `${wrong.length} of ${requests.length} requests were refused or found nothing (4xx) in 10 min`,
      status: 'info',
      evidence: [
        seen('requests with 4xx', `${wrong.length} (${percent(share)})`, source),
        ...pathEvidence(wrong, 'missed', source),
      ],
      causes: ['Links lead to pages that are not there.', 'Robots try usual names.'],
      fix: advice('Look at the paths: where they are the site’s own, a file of it is missing.'),
      documentation,
    }),
  ];
}

function slow(requests: readonly Request[], source: string): readonly Draft[] {
  const timed = requests.filter((request) => ownSeconds(request) !== null);
  const late = timed.filter((request) => (ownSeconds(request) ?? 0) >= slowSeconds);
  if (late.length === 0) return [];
  const share = late.length / timed.length;
  const longest = Math.max(...late.map((request) => ownSeconds(request) ?? 0));
  return [
    trouble({
      id: 'logs-slow-requests',
      title: `${late.length} of ${timed.length} requests took more than 1 s in 10 min${speedOf(timed)}`,
      status: late.length >= 3 && share >= 0.05 ? 'warn' : 'info',
      evidence: [
        seen('requests of more than 1 s', `${late.length} (${percent(share)})`, source, 'below 5 %'),
        seen('the longest', `${longest.toFixed(2)} s`, source, 'below 1 s'),
        ...pathEvidence(late, 'slow', source),
      ],
      causes: [
        'The application behind nginx takes its time.',
        'CPU or memory of the pod is at its limit.',
        'Files lie on a network volume that answers late.',
      ],
      impact: 'Visitors wait.',
      fix: advice('See the findings on CPU, memory and disk; then what the application does at those paths.'),
      documentation,
    }),
  ];
}

/** What the pod took, as far as the log tells it apart from the transfer; null where it does not. */
function ownSeconds({ seconds, upstreamSeconds, bytesSent }: Request): number | null {
  if (upstreamSeconds !== null) return upstreamSeconds;
  return bytesSent >= transferBytes ? null : seconds;
}

function speedOf(requests: readonly Request[]): string {
  const times = requests
    .map(ownSeconds)
    .filter((seconds) => seconds !== null)
    .sort((left, right) => left - right);
  const high = times[Math.ceil(times.length * 0.95) - 1];
  return high === undefined || times.length < 20 ? '' : `, 95 % within ${high.toFixed(2)} s`;
}

function pathEvidence(requests: readonly Request[], word: string, source: string): readonly Evidence[] {
  return mostCommon(
    requests.map(({ path }) => foldedPath(path)),
    3,
  ).map(({ text, count }) => seen(`${word} path`, `${text === '' ? '(no path)' : text}: ${count}`, source));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
