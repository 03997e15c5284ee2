import type { AnswerReader } from './answer-reader.ts';
import type { CleanText } from './clean-text.ts';
import type { CloudFailure, CloudFailureCode } from './cloud.ts';
import { type Trouble, trouble } from './trouble.ts';

export type Asked = {
  /** E.g. "stop pod 5xpma5eg46tqjq". */
  readonly action: string;
  readonly kind: 'read' | 'write';
  readonly clean: CleanText;
};

export type Fail = (trouble: Trouble) => CloudFailure;

/** Makes failures of troubles: says what was asked, makes the text safe, and warns where a write's outcome is open. */
export function failureMaker({ action, kind, clean }: Asked): Fail {
  return ({ code, reason, hint, retryAfterMs, nothingSent }) => {
    const isOpen = kind === 'write' && nothingSent !== true && openOutcomes.includes(code);
    return {
      ok: false,
      code,
      message: clean(`Cannot ${action}: ${reason}.`, longestText),
      hint: clean(isOpen ? `${hint} ${openHint}` : hint, longestText),
      retryAfterMs,
      ...(nothingSent === true ? { nothingSent } : {}),
    };
  };
}

export type ReaderOptions = Asked & {
  readonly nowMs: number;
  readonly fail: Fail;
  readonly onNote: (failure: CloudFailure) => void;
};

/** What an operation reads its answer with. */
export function answerReader({ action, clean, nowMs, fail, onNote }: ReaderOptions): AnswerReader {
  return {
    clean,
    nowMs,
    fail: (code, reason, hint) => fail(trouble(code, reason, hint)),
    note(code, reason, hint) {
      const message = clean(`RunPod was asked to ${action}: ${reason}.`, longestText);
      onNote({ ok: false, code, message, hint: clean(hint, longestText), retryAfterMs: null });
    },
  };
}

const longestText = 500;
/** After these nobody knows whether a write was carried out. */
const openOutcomes: readonly CloudFailureCode[] = ['timeout', 'network', 'server', 'unexpected', 'cancelled'];
const openHint = 'It may have been done all the same: look at the state before asking again.';
