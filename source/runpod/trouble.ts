import type { CloudFailureCode } from './cloud.ts';

/** What went wrong with one exchange, before the wire says for whom and makes it safe to show. */
export type Trouble = {
  readonly code: CloudFailureCode;
  /** The rest of the sentence "Cannot list the pods: …", without its full stop. May hold raw text of the API. */
  readonly reason: string;
  readonly hint: string;
  readonly retryAfterMs: number | null;
  /** May be gone a second later, so that asking again is worth it. */
  readonly passing: boolean;
  /** The request provably never left: even a write may be asked of somebody else. */
  readonly nothingSent?: true;
};

export function trouble(code: CloudFailureCode, reason: string, hint: string): Trouble {
  return { code, reason, hint, retryAfterMs: null, passing: false };
}

/** Trouble that may be gone a second later. */
export function passingTrouble(code: CloudFailureCode, reason: string, hint: string): Trouble {
  return { ...trouble(code, reason, hint), passing: true };
}

export const checkKeyHint =
  'Check the API key (console.runpod.io, Settings, API Keys), then set RUNPOD_API_KEY or apiKey in the configuration.';
