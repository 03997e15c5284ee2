/** One source, within a deadline; one of cadence `hot` twice, a while apart, so that a rate can be measured. */
import { unanswered } from './checks/sources.ts';
import type { Answer, Host, Source } from './host/host.ts';
import type { Waits } from './waits.ts';

export type AskedTwice = {
  readonly now: Answer;
  /** The earlier answer; null where there was only one. */
  readonly before: Answer | null;
  /** Between the two questions; null where `before` is. */
  readonly elapsedMs: number | null;
};

/** Never rejects, and resolves within the deadline. What did not answer the first time is not asked again. */
export async function askTwice(options: {
  readonly host: Host;
  readonly source: Source;
  readonly rateMs: number;
  readonly deadlineMs: number;
  readonly waits: Waits;
}): Promise<AskedTwice> {
  const { host, source, rateMs, deadlineMs, waits } = options;
  const beganMs = host.monotonicMs();
  const leftMs = () => Math.max(0, deadlineMs - (host.monotonicMs() - beganMs));
  const ask = () => askOnce({ ...options, timeoutMs: leftMs() });
  const first = await ask();
  const isAskedAgain = source.cadence === 'hot' && (first.ok || first.reason !== 'timeout');
  const waitMs = rateMs - (host.monotonicMs() - beganMs);
  if (!isAskedAgain || waitMs <= 0) return { now: first, before: null, elapsedMs: null };
  await waits.pause(waitMs);
  const againMs = host.monotonicMs();
  const now = await ask();
  return { now, before: first, elapsedMs: againMs - beganMs };
}

/** A command is told to end a little before nobody waits for it any more. */
async function askOnce(options: {
  readonly host: Host;
  readonly source: Source;
  readonly timeoutMs: number;
  readonly waits: Waits;
}): Promise<Answer> {
  const { host, source, timeoutMs, waits } = options;
  const own = 'timeoutMs' in source ? Math.min(source.timeoutMs, Math.max(1, timeoutMs - marginMs)) : null;
  const question = own === null ? source : { ...source, timeoutMs: own };
  const answer = await waits.within(host.answer(question), timeoutMs);
  return answer ?? unanswered(source);
}

const marginMs = 100;
