/**
 * Puts sources to the host, each at its own cadence, and never a second time while the first is still out.
 */
import { answersByCollector, type WantedSource } from './collectors/source-list.ts';
import { type Answer, type Answers, type Host, warmEveryMs } from './host/host.ts';

export type Asking = {
  /**
   * Asks what is due and waits for it, but no longer than `deadlineMs`. What comes later counts in the next round.
   * A hot source that missed the deadline is answered as `timeout`; any other keeps its last answer until then.
   */
  round(deadlineMs: number): Promise<Readonly<Record<string, Answers>>>;
};

type Slot = {
  readonly wanted: WantedSource;
  askedAtMs: number | null;
  isOut: boolean;
  /** The newest; null before the first. */
  answer: Answer | null;
};

export function createAsking(host: Host, wanted: readonly WantedSource[]): Asking {
  const slots = wanted.map((one): Slot => ({ wanted: one, askedAtMs: null, isOut: false, answer: null }));
  return {
    async round(deadlineMs) {
      const nowMs = host.monotonicMs();
      // What has been out since an earlier round has had its wait.
      const asked = slots.filter((slot) => isDue(slot, nowMs)).map((slot) => ask(slot, host, nowMs));
      if (asked.length > 0) await withinDeadline(asked, deadlineMs);
      return answersByCollector(
        wanted,
        slots.map((slot) => currentAnswer(slot, deadlineMs)),
      );
    },
  };
}

function isDue({ isOut, askedAtMs, answer, wanted }: Slot, nowMs: number): boolean {
  if (isOut) return false;
  if (askedAtMs === null || wanted.source.cadence === 'hot') return true;
  // What is not there may come, as a volume that is mounted late does.
  if (wanted.source.cadence === 'once' && answer?.ok === true) return false;
  return nowMs - askedAtMs >= warmEveryMs;
}

async function ask(slot: Slot, host: Host, nowMs: number): Promise<void> {
  slot.askedAtMs = nowMs;
  slot.isOut = true;
  slot.answer = await host.answer(slot.wanted.source).catch(failed);
  slot.isOut = false;
}

function failed(error: unknown): Answer {
  return { ok: false, reason: 'failed', message: error instanceof Error ? error.message : String(error) };
}

function withinDeadline(asked: readonly Promise<void>[], deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, deadlineMs);
    void Promise.all(asked).then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Of a hot source only this round's answer counts: an earlier one would be shown as the state of now. */
function currentAnswer(slot: Slot, deadlineMs: number): Answer | undefined {
  if (slot.wanted.source.cadence !== 'hot' || !slot.isOut) return slot.answer ?? undefined;
  return { ok: false, reason: 'timeout', message: `No answer within ${deadlineMs} ms.` };
}
