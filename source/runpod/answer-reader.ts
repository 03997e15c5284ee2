/** What an operation reads its answer with. */
import type { CleanText } from './clean-text.ts';
import type { CloudFailure, CloudFailureCode } from './cloud.ts';

/** What an operation needs to read its answer. */
export type AnswerReader = {
  readonly clean: CleanText;
  readonly nowMs: number;
  fail(code: CloudFailureCode, reason: string, hint: string): CloudFailure;
  /** Something in the answer did not fit, and the rest was kept. */
  note(code: CloudFailureCode, reason: string, hint: string): void;
};
