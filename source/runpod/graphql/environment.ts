/** A pod's variables on the wire: read from "KEY=value", which is how a pod has them, and written as keys and values. */
import { createSecret, type Secret } from '../../base/secret.ts';
import type { AnswerReader } from '../answer-reader.ts';

export type Environment = Readonly<Record<string, Secret>>;

/**
 * The variables of `Pod.env`; a value may hold "=" and line breaks. An entry without a name, or with one that is not fit
 * to be shown, is left out and noted: it could not be told of.
 */
export function readEnvironment(
  lines: readonly (string | null)[] | null | undefined,
  reader: AnswerReader,
): Environment {
  const entries = (lines ?? []).flatMap((line) => {
    const at = line?.indexOf('=') ?? -1;
    const name = (line ?? '').slice(0, Math.max(0, at));
    if (line !== null && at > 0 && reader.clean(name) === name) {
      return [[name, createSecret(line.slice(at + 1))] as const];
    }
    reader.note(
      'unexpected',
      'a variable was left out: it has no name',
      'Look at the pod in the web console.',
    );
    return [];
  });
  return Object.fromEntries(entries);
}

/** One variable as it stands in `Pod.env`; null when it is not there. No other value is looked at. */
export function variableIn(
  lines: readonly (string | null)[] | null | undefined,
  name: string,
): string | null {
  const line = (lines ?? []).find((each) => each?.startsWith(`${name}=`) === true);
  return line === undefined || line === null ? null : line.slice(name.length + 1);
}

/** As inputs have them, revealed: for the body of a request and nothing else. */
export function environmentInput(
  environment: Environment,
): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(environment).map(([key, value]) => ({ key, value: value.reveal() }));
}
