/** What stands before the API: the edge that turns clients away, and faults planted for tests. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

export type EdgeFaults = {
  /** `reset`: the connection breaks. `hang`: no answer ever. `html`: a 502 page. */
  down: 'no' | 'html' | 'reset' | 'hang';
  rateLimitedUntilMs: number;
  /** Of that many changes more the answer is lost on its way: they have been made all the same. */
  lostAnswers: number;
  lostHow: 'html' | 'reset' | 'hang';
};

export function createEdgeFaults(): EdgeFaults {
  return { down: 'no', rateLimitedUntilMs: 0, lostAnswers: 0, lostHow: 'reset' };
}

const badGatewayPage =
  '<!DOCTYPE html>\n<html><head><title>api.runpod.io | 502: Bad gateway</title></head><body>Bad gateway</body></html>\n';

/** @returns True where the edge has answered, or never will. */
export function answeredByEdge(
  request: { readonly headers: IncomingHttpHeaders; readonly nowMs: number },
  response: ServerResponse,
  faults: EdgeFaults,
): boolean {
  if (faults.down !== 'no') return fail(response, faults.down);
  if (isUnwelcome(request.headers['user-agent']))
    return end(response, 403, { text: 'error code: 1010', type: 'text/plain; charset=UTF-8' });
  if (request.nowMs < faults.rateLimitedUntilMs) {
    response.setHeader('retry-after', String(Math.ceil((faults.rateLimitedUntilMs - request.nowMs) / 1000)));
    return end(response, 429, {
      text: '{"errors":[{"message":"Too many requests"}]}',
      type: 'application/json',
    });
  }
  return false;
}

/** @returns True where the answer to a change that has been made is lost. */
export function losesAnswer(response: ServerResponse, faults: EdgeFaults): boolean {
  if (faults.lostAnswers === 0) return false;
  faults.lostAnswers -= 1;
  return fail(response, faults.lostHow);
}

/** A silent connection is closed with the server. */
function fail(response: ServerResponse, how: 'html' | 'reset' | 'hang'): true {
  if (how === 'reset') response.destroy();
  if (how === 'html') end(response, 502, { text: badGatewayPage, type: 'text/html; charset=UTF-8' });
  return true;
}

/** Clients that do not say who they are look like robots. */
function isUnwelcome(userAgent: string | undefined): boolean {
  return userAgent === undefined || userAgent.trim() === '' || userAgent.startsWith('Python-urllib');
}

function end(
  response: ServerResponse,
  status: number,
  body: { readonly text: string; readonly type: string },
): true {
  response.writeHead(status, { 'content-type': body.type }).end(body.text);
  return true;
}
