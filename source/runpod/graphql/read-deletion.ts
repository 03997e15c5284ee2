import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';

/** RunPod answers true or null when it has been done; a plain false says that it has not, without a reason. */
export function readDeletion(value: unknown, reader: AnswerReader): CloudResult<null> {
  if (value !== false) return { ok: true, value: null };
  return reader.fail('refused', 'RunPod answered false, without a reason', 'Something may still use it.');
}
