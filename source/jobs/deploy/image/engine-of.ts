/** The container engine of a deploy: the one that preflight chose. */
import type { ContainerEngine, EngineResult } from '../../container/container-engine.ts';
import { factOf } from '../facts.ts';
import type { StepContext, StepEnd } from '../step.ts';

export function engineOf({ facts, doors }: StepContext): ContainerEngine {
  const { program, kind } = factOf(facts, 'preflight').engine;
  return doors.engineNamed(program, kind);
}

type Failed = Extract<EngineResult<never>, { ok: false }>;

/** What an engine could not do, as the end of a step. */
export function engineFailure({
  reason,
  evidence,
  fix,
}: Failed): Extract<StepEnd, { outcome: 'fail' | 'inconclusive' }> {
  return { outcome: 'fail', text: reason, evidence, fix: fix ?? null };
}
