/** What a request to REST v2 is, as a record. */
import type { Secret } from '../../base/secret.ts';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Request = {
  /** All but GET change something, and are never sent twice on their own: nobody knows whether the first was carried out. */
  readonly method: Method;
  /** From the wire's address on, e.g. "/pods/5xpma5eg46tqjq". Ids in it are encoded by `pathOf`. */
  readonly path: string;
  /** Entries that are null are left out. */
  readonly query?: Readonly<Record<string, string | number | null>>;
  readonly body?: Readonly<Record<string, unknown>>;
};

/** One request of REST v2: what is sent, and how its answer is read. */
export type Operation<Input, Value> = {
  /** For "Cannot …:", e.g. "stop pod 5xpma5eg46tqjq". */
  readonly action: (input: Input) => string;
  /** Here alone secrets are revealed. */
  readonly request: (input: Input) => Request;
  /** Values in what is sent that must not come back in a message: RunPod quotes what it refuses. */
  readonly secrets?: (input: Input) => readonly Secret[];
  /** A service that does not know the path yet answers 404: there is no such thing, rather than no such entry. */
  readonly isNewPath?: true;
  /** Its path has no id, and was there from the beginning: a 404 says that the address is not that of REST v2. */
  readonly isKnownPath?: true;
  /** A read that no other wire has: a limit of this one is waited out, for a little. */
  readonly isOnlyHere?: true;
  /** Reads the body of a success; undefined where there was none. */
  readonly read: (json: unknown, reader: AnswerReader, input: Input) => CloudResult<Value>;
};

/** A path with its ids encoded, so that none of them can lead elsewhere. */
export function pathOf(parts: TemplateStringsArray, ...ids: readonly string[]): string {
  return parts.reduce((path, part, index) => `${path}${encodeURIComponent(ids[index - 1] ?? '')}${part}`);
}
