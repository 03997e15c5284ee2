/** A finding from outside, without the fields that say nothing. */
import type { Draft } from '../../../pod-agent/checks/check.ts';
import type { Evidence } from '../../../pod-agent/protocol/finding.ts';

type Optional = 'scope' | 'causes' | 'impact' | 'documentation';

/** `advice`: what to do, in one sentence. None of it can be done by a command in a pod that cannot be reached. */
export function draft(
  given: Omit<Draft, Optional | 'fix'> & Partial<Pick<Draft, Optional>> & { readonly advice?: string },
): Draft {
  const { advice, ...rest } = given;
  return {
    scope: 'unknown',
    causes: [],
    impact: null,
    documentation: rest.status === 'ok' || rest.status === 'skip' ? null : 'From outside',
    ...rest,
    fix: advice === undefined ? null : { text: advice, command: null, safe: false, reversible: true },
  };
}

export function evidence(
  what: string,
  value: string,
  source: string,
  expected: string | null = null,
): Evidence {
  return { what, value, expected, source };
}

export function minutesText(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
