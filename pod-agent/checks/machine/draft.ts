/** Drafts of findings about the machine, without the fields that say nothing. */
import type { Draft } from '../check.ts';

type Optional = 'causes' | 'impact' | 'fix' | 'documentation';

export function draft(given: Omit<Draft, Optional> & Partial<Pick<Draft, Optional>>): Draft {
  return { causes: [], impact: null, fix: null, documentation: null, ...given };
}
