/** Renting a pod from the console's form: each try and what came of it is a line of the output. */
import { messageOf } from '../base/message-of.ts';
import type { OutputLine } from '../fleet/fleet.ts';
import type { Rented } from '../jobs/deploy/rent-by-hand.ts';
import type { CreateRequest } from '../life/create-request.ts';
import { awaitAnswers } from '../watch/awaited-answers.ts';
import type { ConsoleLifeOptions } from './console-life-options.ts';

export function createConsoleRent({
  cloud,
  store,
  nowMs,
  hurry,
  say: sayAtEnd,
  endNow,
}: ConsoleLifeOptions): {
  rent(request: CreateRequest): void;
  close(): Promise<void>;
} {
  const answers = awaitAnswers({ dispatch: store.dispatch, sayAtEnd, endNow });
  const say = (level: OutputLine['level'], text: string): void =>
    answers.dispatch({ kind: 'output', atMs: nowMs(), level, text });

  async function rentOne(request: CreateRequest): Promise<void> {
    const { name } = request;
    if (cloud === null) {
      say('warn', `create ${name}: there is no RunPod API to ask.`);
      return;
    }
    say('info', `create ${name}: asked.`);
    const { rentByHand } = await import('../jobs/deploy/rent-by-hand.ts');
    const tell = (text: string, level: 'info' | 'warn' | 'error' = 'info'): void =>
      say(level, `create ${name}: ${text}`);
    const rented = await rentByHand({ request, cloud, tell, signal: answers.signal, nowMs });
    sayOutcome(name, rented, say);
    if (!answers.hasEnded()) hurry();
  }

  return {
    rent(request) {
      const work = rentOne(request).catch((error: unknown) =>
        say('error', `create ${request.name} failed: ${messageOf(error)}`),
      );
      answers.begin(`create ${request.name}`, work);
    },
    close: answers.close,
  };
}

function sayOutcome(
  name: string,
  rented: Rented,
  say: (level: OutputLine['level'], text: string) => void,
): void {
  if (rented.ok) {
    const { podId, costPerHourDollars: price, gpuTypeId } = rented.pod;
    const facts = [`rented as ${podId}`, gpuTypeId, price === null ? null : `$${price.toFixed(2)}/h`];
    say('ok', `create ${name}: ${facts.filter((fact) => fact !== null).join(', ')}.`);
    return;
  }
  const { text, evidence, fix, isOpen } = rented;
  for (const line of evidence.slice(-8)) say('info', `create ${name}: ${line}`);
  say(isOpen ? 'warn' : 'error', `create ${name} failed: ${text} ${fix ?? ''}`.trim());
}
