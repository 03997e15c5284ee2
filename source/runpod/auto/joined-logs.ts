/** Logs by REST v2, which alone has them; where it is retired, that is said. */
import type { CloudLogEvent, LogsRequest } from '../log-cloud.ts';
import type { WholeCloud } from '../whole-cloud.ts';
import type { Standing } from './standing.ts';

export async function* joinedLogs(options: {
  readonly rest: WholeCloud;
  readonly standing: Standing;
  readonly request: LogsRequest;
  readonly signal: AbortSignal;
}): AsyncGenerator<CloudLogEvent> {
  const { rest, standing, request, signal } = options;
  for await (const event of rest.podLogs(request, signal)) {
    if (event.kind === 'failed') standing.heard('rest', event.failure);
    yield event;
  }
}
