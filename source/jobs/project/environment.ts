/** The pod's variables: references as the project file has them, and their values when a pod is made. */
import { createSecret, type Secret } from '../../base/secret.ts';
import type { EnvironmentReference } from '../model/release.ts';

export type ResolvedEnvironment = {
  /** All are handled as secrets, since some are. A RunPod secret stands as `{{ RUNPOD_SECRET_name }}`, which RunPod fills in. */
  readonly values: Readonly<Record<string, Secret>>;
  /** Variables of whoever deploys that are not set, or empty; in the order of the file, each once. */
  readonly missing: readonly string[];
};

export function resolveEnvironment(
  references: Readonly<Record<string, EnvironmentReference>>,
  operatorEnvironment: Readonly<Record<string, string | undefined>>,
): ResolvedEnvironment {
  const values: Record<string, Secret> = {};
  const missing = new Set<string>();
  for (const [name, reference] of Object.entries(references)) {
    const value = resolved(reference, operatorEnvironment);
    if (value !== null) values[name] = createSecret(value);
    else if (reference.kind === 'environment') missing.add(reference.variable);
  }
  return { values, missing: [...missing] };
}

/** RunPod's own form. An empty variable is most likely a mistake, so it counts as one that is not set. */
function resolved(
  reference: EnvironmentReference,
  operatorEnvironment: Readonly<Record<string, string | undefined>>,
): string | null {
  if (reference.kind === 'plain') return reference.value;
  if (reference.kind === 'secret') return `{{ RUNPOD_SECRET_${reference.secretName} }}`;
  const value = operatorEnvironment[reference.variable];
  return value === undefined || value === '' ? null : value;
}

/** `{{ RUNPOD_SECRET_name }}` written by hand is a reference too. */
const referenceForm = /^\{\{\s*RUNPOD_SECRET_([A-Za-z0-9_-]+)\s*\}\}$/;

export function plainReference(value: string): EnvironmentReference {
  const secretName = referenceForm.exec(value)?.[1];
  return secretName === undefined ? { kind: 'plain', value } : { kind: 'secret', secretName };
}

/** For people, without a value: `LOG_LEVEL`, `the RunPod secret my_token`, `your variable HF_TOKEN`. */
export function referenceText(reference: EnvironmentReference): string {
  switch (reference.kind) {
    case 'plain':
      return reference.value;
    case 'secret':
      return `the RunPod secret "${reference.secretName}"`;
    case 'environment':
      return `your variable "${reference.variable}"`;
  }
}
