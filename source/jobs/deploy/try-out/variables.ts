/** The variables of a pod as far as a trial on this machine may have them: what stands in the project file, and no secret. */
import type { EnvironmentReference } from '../../model/release.ts';
import type { OwnSecrets } from './secret-signs.ts';

type References = Readonly<Record<string, EnvironmentReference>>;

export function plainVariables(references: References): {
  readonly given: Readonly<Record<string, string>>;
  readonly leftOut: readonly string[];
} {
  const given: Record<string, string> = {};
  const leftOut: string[] = [];
  for (const [name, reference] of Object.entries(references)) {
    if (reference.kind === 'plain') given[name] = reference.value;
    else leftOut.push(name);
  }
  return { given, leftOut };
}

/** Values that must not be found in the image. */
export function ownSecrets(
  references: References,
  environment: Readonly<Record<string, string | undefined>>,
): OwnSecrets {
  return Object.fromEntries(
    Object.values(references).flatMap((reference) => {
      if (reference.kind !== 'environment') return [];
      const value = environment[reference.variable];
      return value === undefined ? [] : [[reference.variable, value]];
    }),
  );
}
