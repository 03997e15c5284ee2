/** The variables of a pod before it was changed, as far as they can be known: no value of them was kept. */
import { createSecret } from '../../../base/secret.ts';
import { deployIdVariable } from '../../../runpod/deploy-cloud.ts';
import type { Release } from '../../model/release.ts';
import { resolveEnvironment } from '../../project/environment.ts';
import { isInjected, type Variables } from './variables.ts';

export type FormerVariables = {
  readonly environment: Variables;
  /** Names of variables that the pod had, with values that nobody knows any more. */
  readonly lost: readonly string[];
};

/**
 * What this deploy did not touch stands as it is in the pod. The former release's references are looked up anew. What
 * this deploy set goes, unless that release had it too.
 */
export function formerVariables(options: {
  readonly current: Variables;
  /** By the deploy that is undone. */
  readonly setNames: readonly string[];
  /** By the pod before it; empty where that is not known. */
  readonly hadNames: readonly string[];
  readonly release: Release | null;
  readonly operatorEnvironment: Readonly<Record<string, string | undefined>>;
}): FormerVariables {
  const { current, setNames, hadNames, release, operatorEnvironment } = options;
  const references = release?.configuration.environment ?? {};
  const { values } = resolveEnvironment(references, operatorEnvironment);
  const untouched = Object.entries(current).filter(
    ([name]) => !isInjected(name) && !setNames.includes(name) && name !== deployIdVariable,
  );
  const environment: Variables = {
    ...Object.fromEntries(untouched),
    ...values,
    ...(release === null ? {} : { [deployIdVariable]: createSecret(release.deployId) }),
  };
  const expected = [...new Set([...hadNames, ...Object.keys(references)])];
  const lost = expected.filter(
    (name) => !isInjected(name) && name !== deployIdVariable && !Object.hasOwn(environment, name),
  );
  return { environment, lost };
}
