/** How the tests read a pod's log: as a client of Server-Sent Events does. */
import type { Simulation } from '../../../../source/simulator/simulation.ts';

export type LogEvent = {
  readonly id: string;
  readonly ts: string;
  readonly source: string;
  readonly line: string;
};

export type Reading = {
  readonly status: number;
  readonly headers: Headers;
  readonly events: readonly LogEvent[];
  /** Comments between them. */
  readonly comments: readonly string[];
  /** The stream ended before it was left. */
  readonly ended: boolean;
};

/** Reads until `isEnough`, at most for a minute, then leaves. */
export async function readLogs(
  simulation: Pick<Simulation, 'restUrl' | 'apiKey'>,
  podId: string,
  options: {
    readonly query?: string;
    readonly headers?: Readonly<Record<string, string>>;
    isEnough(events: readonly LogEvent[]): boolean;
  },
): Promise<Reading> {
  const leaving = new AbortController();
  const timer = setTimeout(() => leaving.abort(), 60_000);
  const response = await fetch(`${simulation.restUrl}/pods/${podId}/logs?${options.query ?? ''}`, {
    headers: { authorization: `Bearer ${simulation.apiKey}`, ...options.headers },
    signal: leaving.signal,
  });
  const events: LogEvent[] = [];
  const comments: string[] = [];
  let ended = true;
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk);
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        if (part.startsWith(':')) comments.push(part);
        else events.push(eventIn(part));
      }
      if (options.isEnough(events)) {
        ended = false;
        break;
      }
    }
  } catch {
    // It was cut, or nothing more came in time.
    ended = !leaving.signal.aborted;
  } finally {
    clearTimeout(timer);
    leaving.abort();
  }
  return { status: response.status, headers: response.headers, events, comments, ended };
}

function eventIn(part: string): LogEvent {
  const [idLine = '', dataLine = ''] = part.split('\n');
  return { id: idLine.slice('id: '.length), ...JSON.parse(dataLine.slice('data: '.length)) };
}
