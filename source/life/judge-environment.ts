/** Variables of a pod that is asked for by hand: their names, and values that belong into RunPod's store of secrets. */
import { secretReason } from '../base/looks-like-secret.ts';
import { takenBy } from '../base/taken-variable.ts';

type Problem = { readonly text: string; readonly fix: string };

const maxVariables = 50;

/** Values are never quoted: the one that is refused is most likely a secret. */
export function environmentProblems(environment: Readonly<Record<string, string>>): readonly Problem[] {
  const names = Object.keys(environment);
  const tooMany: Problem[] =
    names.length > maxVariables
      ? [{ text: `There are ${names.length} variables.`, fix: `RunPod takes ${maxVariables}.` }]
      : [];
  return [
    ...tooMany,
    ...Object.entries(environment).flatMap(([name, value]) => variableProblem(name, value) ?? []),
  ];
}

/** How a secret of RunPod's store is referred to. */
export function secretReference(secretName: string): string {
  return `{{ RUNPOD_SECRET_${secretName} }}`;
}

/** The name of the secret that the value refers to; null: it is a plain value. */
export function referredSecret(value: string): string | null {
  return /^\{\{\s*RUNPOD_SECRET_([\w-]{1,64})\s*\}\}$/.exec(value.trim())?.[1] ?? null;
}

/**
 * References to nothing, which are empty variables in the pod.
 * @param known Names of the store's secrets.
 */
export function missingSecrets(
  environment: Readonly<Record<string, string>>,
  known: readonly string[],
): readonly Problem[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const secret = referredSecret(value);
    if (secret === null || known.includes(secret)) return [];
    const text = `${name} refers to "${secret}", and RunPod's store has no such secret.`;
    return [{ text, fix: `Make it: pod-engine secrets create ${secret}.` }];
  });
}

function variableProblem(name: string, value: string): Problem | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name))
    return {
      text: `"${name}" is no name of a variable.`,
      fix: 'Write letters, digits and _, no digit first, at most 128.',
    };
  const owner = takenBy(name);
  if (owner !== null)
    return { text: `${name} is set by ${owner}.`, fix: 'Leave it out, or take another name.' };
  if (referredSecret(value) !== null) return null;
  if (value.includes('{{'))
    return {
      text: `${name} has braces, and refers to no secret of RunPod.`,
      fix: `Write ${name}=${secretReference('name')} for the secret of that name.`,
    };
  const reason = secretReason(name, value);
  if (reason === null) return null;
  return {
    text: `The value of ${name} ${reason}, and everybody who sees the pod's settings can read it.`,
    fix: `Keep it in RunPod's store: pod-engine secrets create ${name.toLowerCase()}, then ${name}=${secretReference(name.toLowerCase())}.`,
  };
}
