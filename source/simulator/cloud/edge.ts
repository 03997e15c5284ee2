/** What stands before the API: the edge that turns clients away, and faults planted for tests. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

export type EdgeFaults = {
  /** `reset`: the connection breaks. `hang`: no answer ever. `html`: a 502 page. */
  down: 'no' | 'html' | 'reset' | 'hang';
  rateLimitedUntilMs: number;
};

export function createEdgeFaults(): EdgeFaults {
  return { down: 'no', rateLimitedUntilMs: 0 };
}

const badGatewayPage =
  '<!DOCTYPE html>\n<html><head><title>api.runpod.io | 502: Bad gateway</title></head><body>Bad gateway</body></html>\n';

/** @returns True where the edge has answered, or never will. */
export function answeredByEdge(
  request: { readonly headers: IncomingHttpHeaders; readonly nowMs: number },
  response: ServerResponse,
  faults: EdgeFaults,
): boolean {
  if (faults.down === 'hang') return true;
  if (faults.down === 'reset') {
    response.destroy();
    return true;
  }
  if (faults.down === 'html')
    return end(response, 502, { text: badGatewayPage, type: 'text/html; charset=UTF-8' });
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
