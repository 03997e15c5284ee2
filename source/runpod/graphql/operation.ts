import type { Secret } from '../../base/secret.ts';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';

/** One query or mutation: its text, and how its answer is read. */
export type Operation<Variables extends Readonly<Record<string, unknown>>, Value> = {
  /** For "Cannot …:", e.g. "stop pod 5xpma5eg46tqjq". */
  readonly action: (variables: Variables) => string;
  /** A write is never sent twice on its own: nobody knows whether the first one was carried out. */
  readonly kind: 'read' | 'write';
  readonly document: string;
  /** A read that no other wire has: a limit of this one is waited out, for a little. */
  readonly isOnlyHere?: true;
  /** What goes over the wire in the variables' place, where they are not sent as they are. Here alone secrets are revealed. */
  readonly sent?: (variables: Variables) => Readonly<Record<string, unknown>>;
  /** Values in what is sent that must not come back in a message: RunPod quotes variables that it refuses. */
  readonly secrets?: (variables: Variables) => readonly Secret[];
  /** The one field of the answer's `data`. */
  readonly root: string;
  /** Reads what `data[root]` holds; null when RunPod answered null. */
  readonly read: (value: unknown, reader: AnswerReader) => CloudResult<Value>;
};
