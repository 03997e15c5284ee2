import type { CleanText } from './clean-text.ts';
import { retryAfterMs } from './retry-after.ts';
import { checkKeyHint, passingTrouble, type Trouble, trouble } from './trouble.ts';

export type HttpAnswer = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly location: string | null;
  readonly contentType: string | null;
  readonly body: string;
};

export type HttpContext = { readonly clean: CleanText; readonly nowMs: number };

/** What an HTTP status says went wrong, where the body brought no GraphQL error that says more. null for 2xx. */
export function httpTrouble(answer: HttpAnswer, { clean, nowMs }: HttpContext): Trouble | null {
  const { status } = answer;
  const said = excerpt(answer, clean);
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return redirected(answer);
  if (status === 401)
    return trouble('unauthorised', 'RunPod does not know this API key (HTTP 401)', checkKeyHint);
  if (status === 403) return forbidden(answer, said);
  if (status === 429) {
    const waitMs = retryAfterMs(answer.retryAfter, nowMs);
    const reason = 'RunPod asks for fewer requests (HTTP 429)';
    const hint = 'Wait a little; other programs may be using the same key.';
    return { ...passingTrouble('rate-limited', reason, hint), retryAfterMs: waitMs };
  }
  if (status >= 500) {
    const hint = 'RunPod has trouble of its own: see https://uptime.runpod.io.';
    const waitMs = retryAfterMs(answer.retryAfter, nowMs);
    return {
      ...passingTrouble('server', `RunPod failed${said} (HTTP ${status})`, hint),
      retryAfterMs: waitMs,
    };
  }
  return refusedRequest(status, said);
}

function refusedRequest(status: number, said: string): Trouble {
  const reason = `RunPod answered HTTP ${status}${said}`;
  if (status === 400) return trouble('bad-request', reason, queryHint);
  if (status === 402) return trouble('payment', reason, 'Add credit at console.runpod.io, Billing.');
  if (status === 408) return passingTrouble('timeout', reason, 'Try again.');
  if (status === 410) return retired(said);
  return trouble('unexpected', reason, 'Check RUNPOD_GRAPHQL_URL if it is set.');
}

/** Of a success whose body cannot be read. What begins as JSON was cut off on its way; anything else is somebody else's. */
export function notJson(answer: HttpAnswer, { clean }: HttpContext): Trouble {
  if (breaksOff(answer.body)) {
    const hint = 'The connection or a proxy may have cut it off: try again.';
    return trouble('unexpected', `JSON that breaks off came with HTTP ${answer.status}`, hint);
  }
  const reason = `something that is not JSON came with HTTP ${answer.status}${excerpt(answer, clean)}`;
  const hint = 'A proxy may have answered instead of RunPod. Check RUNPOD_GRAPHQL_URL if it is set.';
  return trouble('unexpected', reason, hint);
}

function breaksOff(body: string): boolean {
  if (!/^\s*[[{]/.test(body)) return false;
  try {
    JSON.parse(body);
    return false;
  } catch {
    return true;
  }
}

/** Of everything that is asked of it from now on. */
export function retired(said = ''): Trouble {
  const reason = `RunPod's GraphQL API has been retired${said} (HTTP 410)`;
  return trouble('gone', reason, "RunPod's REST v2 goes on: set --api auto or --api rest.");
}

export const queryHint = 'RunPod may have changed its API: look for a newer pod-engine.';

/** The edge in front of RunPod refuses some clients with a page of its own, which is no word about the key. */
function forbidden(answer: HttpAnswer, said: string): Trouble {
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
    return trouble('blocked', `a web page came instead of an answer${said} (HTTP 403)`, hint);
  }
  return trouble('unauthorised', `RunPod refuses this API key${said} (HTTP 403)`, checkKeyHint);
}

/** Not followed: the key would go where the answer says. Only the host is told, which is what helps. */
function redirected({ status, location }: HttpAnswer): Trouble {
  const target = location !== null && URL.canParse(location) ? ` to ${new URL(location).host}` : '';
  const hint = 'Check RUNPOD_GRAPHQL_URL, or a proxy that asks for a sign-in first. The key was not sent on.';
  return trouble('unexpected', `RunPod redirects${target} (HTTP ${status})`, hint);
}

/**
 * The title of an HTML page, or the beginning of a text; nothing of JSON, whose escapes could hide a secret from its
 * redaction. Cleaned before it is cut, so that no half of a secret is left.
 */
function excerpt(answer: HttpAnswer, clean: CleanText): string {
  const { body } = answer;
  if (/^\s*[[{]/.test(body)) return '';
  const text = isHtml(answer) ? (/<title[^>]*>([^<]{1,1000})/i.exec(body)?.[1] ?? 'a web page') : body;
  const line = clean(text, 120).replace(/\s+/g, ' ').trim();
  return line === '' ? '' : `: "${line}"`;
}

function isHtml(answer: HttpAnswer): boolean {
  return /html/i.test(answer.contentType ?? '') || /^\s*<(!doctype|html)/i.test(answer.body);
}
