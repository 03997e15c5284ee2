import { retryAfterMs } from './retry-after.ts';
import { checkKeyHint, passingTrouble, type Trouble, trouble } from './trouble.ts';

export type HttpAnswer = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly location: string | null;
  readonly contentType: string | null;
  readonly body: string;
};

/** What an HTTP status says went wrong, where the body brought no GraphQL error that says more. null for 2xx. */
export function httpTrouble(answer: HttpAnswer, nowMs: number): Trouble | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return redirected(answer);
  if (status === 401)
    return trouble('unauthorised', 'RunPod does not know this API key (HTTP 401)', checkKeyHint);
  if (status === 403) return forbidden(answer);
  if (status === 429) {
    const waitMs = retryAfterMs(answer.retryAfter, nowMs);
    const reason = 'RunPod asks for fewer requests (HTTP 429)';
    const hint = 'Wait a little; other programs may be using the same key.';
    return { ...passingTrouble('rate-limited', reason, hint), retryAfterMs: waitMs };
  }
  return byStatus(answer, nowMs);
}

function byStatus(answer: HttpAnswer, nowMs: number): Trouble {
  const { status } = answer;
  if (status >= 500) {
    const hint = 'RunPod has trouble of its own: see https://uptime.runpod.io.';
    const reason = `RunPod failed${excerpt(answer)} (HTTP ${status})`;
    return {
      ...passingTrouble('server', reason, hint),
      retryAfterMs: retryAfterMs(answer.retryAfter, nowMs),
    };
  }
  const reason = `RunPod answered HTTP ${status}${excerpt(answer)}`;
  if (status === 400) return trouble('bad-request', reason, queryHint);
  if (status === 402) return trouble('refused', reason, 'Add credit at console.runpod.io, Billing.');
  if (status === 408) return passingTrouble('timeout', reason, 'Try again.');
  if (status === 410)
    return trouble('unexpected', reason, 'This API has been retired: look for a newer pod-engine.');
  return trouble('unexpected', reason, 'Check RUNPOD_GRAPHQL_URL if it is set.');
}

export const queryHint = 'RunPod may have changed its API: look for a newer pod-engine.';

/** The edge in front of RunPod refuses some clients with a page of its own, which is no word about the key. */
function forbidden(answer: HttpAnswer): Trouble {
  const edgeCode = /error code:\s*(\d{3,5})/i.exec(answer.body)?.[1];
  if (edgeCode !== undefined) {
    const hint =
      'The key is not the reason. A proxy may be removing the User-Agent header, or the address is blocked.';
    return trouble(
      'blocked',
      `Cloudflare in front of RunPod refused this client (HTTP 403, error code: ${edgeCode})`,
      hint,
    );
  }
  if (isHtml(answer)) {
    const hint = 'A proxy, a firewall or Cloudflare answered instead of RunPod: try from another network.';
    return trouble('blocked', `a web page came instead of an answer${excerpt(answer)} (HTTP 403)`, hint);
  }
  return trouble('unauthorised', `RunPod refuses this API key${excerpt(answer)} (HTTP 403)`, checkKeyHint);
}

/** Not followed: the key would go where the answer says. */
function redirected(answer: HttpAnswer): Trouble {
  const target = answer.location === null ? '' : ` to ${answer.location.replace(/[?#].*/s, '')}`;
  const hint = 'Check RUNPOD_GRAPHQL_URL, or a proxy that asks for a sign-in first. The key was not sent on.';
  return trouble('unexpected', `RunPod redirects${target} (HTTP ${answer.status})`, hint);
}

/** The title of an HTML page, or the beginning of anything else. */
export function excerpt(answer: HttpAnswer): string {
  const text = isHtml(answer)
    ? (/<title[^>]*>([^<]{1,200})/i.exec(answer.body)?.[1] ?? 'a web page')
    : answer.body;
  const line = text.slice(0, 400).replace(/\s+/g, ' ').trim();
  return line === '' ? '' : `: "${line.slice(0, 120)}"`;
}

function isHtml(answer: HttpAnswer): boolean {
  return /html/i.test(answer.contentType ?? '') || /^\s*<(!doctype|html)/i.test(answer.body);
}
