/** A pod's variables: those of a new pod, and those of one that is changed and has some already. */
import { createSecret, type Secret } from '../../../base/secret.ts';
import { deployIdVariable } from '../../../runpod/deploy-cloud.ts';
import type { EnvironmentReference } from '../../model/release.ts';
import { resolveEnvironment } from '../../project/environment.ts';
import { StepFailure } from '../step.ts';

export type Variables = Readonly<Record<string, Secret>>;

/** The values behind the references; what cannot be found fails the step before anything is rented. */
export function variablesOf(
  references: Readonly<Record<string, EnvironmentReference>>,
  environment: Readonly<Record<string, string | undefined>>,
): Variables {
  const { values, missing } = resolveEnvironment(references, environment);
  if (missing.length === 0) return values;
  throw new StepFailure(missingText(missing), { fix: `Set ${missing.join(', ')} and go on.` });
}

export function missingText(missing: readonly string[]): string {
  const [only] = missing;
  if (missing.length === 1) return `Your variable ${only ?? ''} is not set, and the pod is to have it.`;
  return `Your variables ${missing.join(', ')} are not set, and the pod is to have them.`;
}

export type EditedVariables = {
  readonly environment: Variables;
  /** Names that go. */
  readonly removed: readonly string[];
};

/**
 * All variables of a pod after a change: what it has, without what a former release set and this one does not, and ours
 * over it. What RunPod puts in at each start is left to RunPod; keys that let people in stay. A version in a variable
 * would hide the one that the image tells.
 */
export function editedVariables(options: {
  readonly current: Variables;
  readonly ours: Variables;
  readonly formerNames: readonly string[];
  readonly deployId: string;
}): EditedVariables {
  const { current, ours, formerNames, deployId } = options;
  const ownNames = Object.keys(ours);
  const removed = [...new Set([...formerNames, ...imageNames])].filter(
    (name) => Object.hasOwn(current, name) && !ownNames.includes(name),
  );
  const kept = Object.entries(current).filter(([name]) => !isInjected(name) && !removed.includes(name));
  const environment = {
    ...Object.fromEntries(kept),
    ...ours,
    [deployIdVariable]: createSecret(deployId),
  };
  return { environment, removed };
}

/** By RunPod, at each start anew. */
export function isInjected(name: string): boolean {
  return name.startsWith('RUNPOD_');
}

/** Stand in the image's own environment. */
const imageNames = ['POD_VERSION', 'POD_REVISION'];
