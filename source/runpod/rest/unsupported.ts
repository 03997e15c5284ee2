/** What REST v2 has not. */
import type { CloudFailure } from '../cloud.ts';
import { elsewhereHint } from './problem.ts';

/** What REST v2 has not. Nothing is sent: the answer names the thing, and says who has it. */
export function unsupported(action: string, thing: string): CloudFailure {
  return {
    ok: false,
    code: 'unsupported',
    message: `Cannot ${action}: RunPod's REST v2 has no ${thing}.`,
    hint: elsewhereHint,
    retryAfterMs: null,
  };
}
