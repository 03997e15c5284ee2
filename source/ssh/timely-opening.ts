/** Something opened on a connection of ssh2, under a deadline: ssh2 may never call back on a half-open connection. */
import type { Client, ClientChannel } from 'ssh2';
import type { SshEndpoint } from '../fleet/pod.ts';
import { type Outcome, type SshFailure, timeoutFailure } from './failure.ts';
import type { LinkTimings } from './timings.ts';

/** What a connection of ssh2 is made of, as far as what is opened on it has to know. */
export type OpeningParts = {
  readonly client: Client;
  readonly endpoint: SshEndpoint;
  readonly timings: LinkTimings;
  readonly closed: Promise<SshFailure>;
};

export type Opening<Value> = {
  /** For people: what is waited for. */
  readonly waitedFor: string;
  begin(onAnswer: (error: Error | undefined, channel: ClientChannel | undefined) => void): void;
  /** Called also for one that comes too late: a channel that is not read never closes. */
  wrap(channel: ClientChannel): Value;
  drop(value: Value): void;
  explain(error: Error): SshFailure;
};

/** A connection that goes down fails its channels a moment before itself, and has the better reason. */
const lossToldWithinMs = 250;

export function openTimely<Value>(
  { endpoint, timings, closed }: OpeningParts,
  { waitedFor, begin, wrap, drop, explain }: Opening<Value>,
): Promise<Outcome<Value>> {
  return new Promise((resolve) => {
    const timeoutMs = timings.channelTimeoutMs;
    let isSettled = false;
    const settle = (outcome: Outcome<Value>): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      resolve(outcome);
    };
    const fail = (failure: SshFailure): void => settle({ ok: false, failure });
    const timer = setTimeout(() => fail(timeoutFailure({ endpoint, waitedFor, timeoutMs })), timeoutMs);
    void closed.then(fail);
    const onAnswer = (error: Error | undefined, channel: ClientChannel | undefined): void => {
      if (channel === undefined) {
        const failure = explain(error ?? new Error(`no ${waitedFor} was opened`));
        setTimeout(() => fail(failure), isAnswer(error) ? 0 : lossToldWithinMs);
        return;
      }
      const value = wrap(channel);
      if (isSettled) drop(value);
      else settle({ ok: true, value });
    };
    try {
      begin(onAnswer);
    } catch (error) {
      onAnswer(error instanceof Error ? error : new Error(String(error)), undefined);
    }
  });
}

/** The server itself has answered no: then the connection stands, and there is nothing better to wait for. */
export function isAnswer(error: Error | undefined): boolean {
  return reasonOf(error) !== null;
}

/** The number of RFC 4254, section 5.1, that a refused channel comes with; null where the server did not answer. */
export function reasonOf(error: Error | undefined): number | null {
  const reason = error !== undefined && 'reason' in error ? error.reason : null;
  return typeof reason === 'number' ? reason : null;
}
