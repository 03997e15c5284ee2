/** A terminal at the far side, asked for over a connection that stands. */
import type { ClientChannel, PseudoTtyOptions } from 'ssh2';
import { type ClientParts, channelFailure } from '../connection.ts';
import { type Outcome, timeoutFailure } from '../failure.ts';

/** Wide, lest a program breaks its lines; without echo, and with line ends as they are. */
const terminalSettings: PseudoTtyOptions = {
  term: 'dumb',
  cols: 4000,
  rows: 50,
  modes: { ECHO: 0, ONLCR: 0 },
};

export function openTerminal(parts: ClientParts): Promise<Outcome<ClientChannel>> {
  const { client, endpoint, timings, closed } = parts;
  return new Promise((resolve) => {
    const timeoutMs = timings.channelTimeoutMs;
    let isLate = false;
    const settle = (outcome: Outcome<ClientChannel>) => {
      isLate = true;
      clearTimeout(timer);
      resolve(outcome);
    };
    const timer = setTimeout(() => {
      settle({ ok: false, failure: timeoutFailure({ endpoint, waitedFor: 'terminal', timeoutMs }) });
    }, timeoutMs);
    void closed.then((failure) => settle({ ok: false, failure }));
    try {
      client.shell(terminalSettings, (error, stream) => {
        if (stream === undefined) settle({ ok: false, failure: channelFailure(endpoint, error) });
        else if (isLate) stream.close();
        else settle({ ok: true, value: stream });
      });
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      settle({ ok: false, failure: channelFailure(endpoint, reason) });
    }
  });
}
