/** A pod's variables, which are secrets from the moment they are read. */
import { z } from 'zod';
import { createSecret, type Secret } from '../../base/secret.ts';
import type { AnswerReader } from '../answer-reader.ts';
import { deployIdVariable } from '../deploy-cloud.ts';

export type Environment = Readonly<Record<string, Secret>>;

export const environmentSchema = z.record(z.string(), z.string().nullable());

/** A variable whose name is not fit to be shown is left out and noted: it could not be told of. */
export function readEnvironment(
  variables: z.infer<typeof environmentSchema>,
  reader: AnswerReader,
): Environment {
  const entries = Object.entries(variables).flatMap(([name, value]) => {
    if (name !== '' && reader.clean(name) === name) return [[name, createSecret(value ?? '')] as const];
    const hint = 'Look at the pod in the web console.';
    reader.note('unexpected', 'a variable was left out: it has no name fit to be shown', hint);
    return [];
  });
  return Object.fromEntries(entries);
}

/** The deploy that made a pod or changed it last. No other value is looked at. */
export function deployIdIn(variables: z.infer<typeof environmentSchema>): string | null {
  return variables[deployIdVariable] ?? null;
}

/** As bodies have them, revealed: for a request and nothing else. */
export function revealed(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.reveal()]));
}
