/** What an error page of RunPod's proxy means, by its status. */
import type { Draft } from '../../../pod-agent/checks/check.ts';

export type PageWords = Pick<Draft, 'title' | 'causes'> & {
  readonly advice: string;
  /** Of the finding; absent: fail. */
  readonly status?: Draft['status'];
};

/** null for a page that is no error of the proxy's or the application's. */
export function pageWords({
  httpStatus,
  body,
}: {
  readonly httpStatus: number;
  readonly body: string;
}): PageWords | null {
  if (httpStatus === 403 && /error code: 1010/.test(body)) return blocked;
  return words.get(httpStatus) ?? (httpStatus >= 500 ? failing(httpStatus) : null);
}

const words: ReadonlyMap<number, PageWords> = new Map([
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

const blocked: PageWords = {
  title: 'Cloudflare refuses this client (error 1010)',
  status: 'unknown',
  causes: ['The edge takes the console for a robot; a browser may be let in.'],
  advice: 'Open the URL in a browser.',
};

/** 520 to 530 are Cloudflare's own; the others may be the application's. */
function failing(httpStatus: number): PageWords {
  const isEdge = httpStatus >= 520 && httpStatus <= 530;
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
