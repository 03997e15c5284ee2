/** What stands before the API: the edge that turns clients away, and faults planted for tests. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export type WireName = 'graphql' | 'rest';
/** What stands before each of the two wires. */
export type Edges = Readonly<Record<WireName, EdgeFaults>>;

export type EdgeFaults = {
  /** Retired: 410 to everything, for good. */
  gone: boolean;
  /** Every answer comes that much later. */
  slowMs: number;
  /** `reset`: the connection breaks. `hang`: no answer ever. `html`: a 502 page. */
  down: 'no' | 'html' | 'reset' | 'hang';
  rateLimitedUntilMs: number;
  /** Of that many changes more the answer is lost on its way: they have been made all the same. */
  lostAnswers: number;
  lostHow: 'html' | 'reset' | 'hang';
};

export function createEdges(): Edges {
  return { graphql: createEdgeFaults(), rest: createEdgeFaults() };
}

function createEdgeFaults(): EdgeFaults {
  return { gone: false, slowMs: 0, down: 'no', rateLimitedUntilMs: 0, lostAnswers: 0, lostHow: 'reset' };
}

const badGatewayPage =
  '<!DOCTYPE html>\n<html><head><title>api.runpod.io | 502: Bad gateway</title></head><body>Bad gateway</body></html>\n';

type Body = { readonly text: string; readonly type: string };

const problemType = 'application/problem+json';
const bodies: Readonly<Record<WireName, { readonly tooMany: Body; readonly retired: Body }>> = {
  graphql: {
    tooMany: { text: '{"errors":[{"message":"Too many requests"}]}', type: 'application/json' },
    retired: { text: '{"errors":[{"message":"This API has been retired."}]}', type: 'application/json' },
  },
  rest: {
    tooMany: {
      text: '{"title":"Too Many Requests","status":429,"detail":"rate limit exceeded for the minute window"}',
      type: problemType,
    },
    retired: {
      text: '{"title":"Gone","status":410,"detail":"This API version has been retired."}',
      type: problemType,
    },
  },
};

/** @returns True where the edge has answered, or never will. */
export function answeredByEdge(
  request: { readonly headers: IncomingHttpHeaders; readonly nowMs: number; readonly wire: WireName },
  response: ServerResponse,
  faults: EdgeFaults,
): boolean {
  if (faults.down !== 'no') return fail(response, faults.down);
  if (isUnwelcome(request.headers['user-agent']))
    return end(response, 403, { text: 'error code: 1010', type: 'text/plain; charset=UTF-8' });
  const { tooMany, retired } = bodies[request.wire];
  if (faults.gone) return end(response, 410, retired);
  if (request.nowMs < faults.rateLimitedUntilMs) {
    response.setHeader('retry-after', String(Math.ceil((faults.rateLimitedUntilMs - request.nowMs) / 1000)));
    return end(response, 429, tooMany);
  }
  return false;
}

/** A wire that is slow says nothing for a while, whatever it then says. */
export async function delayedByEdge({ slowMs }: EdgeFaults): Promise<void> {
  if (slowMs > 0) await wait(slowMs);
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

function end(response: ServerResponse, status: number, body: Body): true {
  response.writeHead(status, { 'content-type': body.type }).end(body.text);
  return true;
}
