/** What is told of the ladder: each rung as a step within the step, and how far it has come. */
import type { StepOutcome } from '../../../../pod-agent/protocol/job-events.ts';
import type { StepTold } from '../step.ts';
import { rungs } from './index.ts';
import type { Rung, RungState } from './rung.ts';
import type { RungId } from './rung-id.ts';

export type RungStates = ReadonlyMap<RungId, RungState>;

export type Telling = {
  /** After a look: what has been reached by it, and what is waited for now. */
  after(states: RungStates, nowMs: number): readonly StepTold[];
  /** The rung at which it ends. */
  end(
    rung: RungId | null,
    ending: { readonly outcome: StepOutcome; readonly text: string },
    nowMs: number,
  ): readonly StepTold[];
};

/** A rung begins when the one beneath it is reached, or when it is reached before that. */
export function createTelling(beganMs: number): Telling {
  const begun = new Set<RungId>();
  const over = new Set<RungId>();
  let lastMs = beganMs;
  let lastProgress = '';

  function begin({ id, title }: Rung): readonly StepTold[] {
    if (begun.has(id)) return [];
    begun.add(id);
    return [{ kind: 'step-began', step: `ready/${id}`, title }];
  }

  function finish(
    rung: Rung,
    { outcome, text }: { readonly outcome: StepOutcome; readonly text: string },
    nowMs: number,
  ): readonly StepTold[] {
    over.add(rung.id);
    const tookMs = Math.max(0, nowMs - lastMs);
    return [...begin(rung), { kind: 'step-ended', step: `ready/${rung.id}`, outcome, text, tookMs }];
  }

  function progress(waitingFor: string): readonly StepTold[] {
    if (waitingFor === lastProgress) return [];
    lastProgress = waitingFor;
    return [{ kind: 'progress', fraction: over.size / rungs.length, text: waitingFor }];
  }

  return {
    after(states, nowMs) {
      const news = rungs.flatMap((rung) => {
        const state = states.get(rung.id);
        return state?.kind === 'reached' && !over.has(rung.id) ? finish(rung, state, nowMs) : [];
      });
      if (news.length > 0) lastMs = nowMs;
      const next = rungs.find(({ id }) => !over.has(id));
      if (next === undefined) return [...news, ...progress('ready')];
      const text = states.get(next.id)?.text ?? '';
      return [...news, ...begin(next), ...progress(`${next.title}: ${text}`)];
    },
    end(id, ending, nowMs) {
      const rung = rungs.find((each) => each.id === id);
      return rung === undefined || over.has(rung.id) ? [] : finish(rung, ending, nowMs);
    },
  };
}
