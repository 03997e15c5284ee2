/** What is wrong with the names and values of the pod's variables and the build's arguments. Their values are never quoted. */
import { secretReason } from '../../base/looks-like-secret.ts';
import { takenBy } from '../../base/taken-variable.ts';
import type { EnvironmentReference } from '../model/release.ts';

export type VariableProblem = {
  readonly severity: 'error' | 'warning';
  /** A part of a sentence about the variable. */
  readonly reason: string;
  readonly fix: string;
};

export function variableProblems(name: string, reference: EnvironmentReference): readonly VariableProblem[] {
  const found = nameProblem(name);
  const secret = reference.kind === 'plain' ? plainProblem(name, reference.value) : null;
  const named = reference.kind === 'plain' ? null : referenceProblem(reference);
  return [found, secret, named].filter((problem) => problem !== null);
}

export function argumentProblem(name: string, value: string): VariableProblem | null {
  if (name === 'VERSION' || name === 'REVISION') return taken('the deploy');
  const reason = secretReason(name, value);
  if (reason === null) return null;
  return {
    severity: 'error',
    reason: `${reason}, and build arguments stay in the image for all to read`,
    fix: `Put it into a file that git ignores, name that under build.secrets, e.g. {${idOf(name)}: .${idOf(name)}}, and read it by RUN --mount=type=secret,id=${idOf(name)}.`,
  };
}

function idOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

const nameForm = /^[A-Za-z_][A-Za-z0-9_]*$/;

function nameProblem(name: string): VariableProblem | null {
  if (!nameForm.test(name) || name.length > 128)
    return {
      severity: 'error',
      reason: 'is no name of a variable',
      fix: 'Write letters, digits and _, no digit first, at most 128.',
    };
  const owner = takenBy(name);
  if (owner !== null) return taken(owner);
  const reserved = reservedNames.find(({ form }) => form.test(name));
  return reserved === undefined ? null : reserved.problem;
}

function taken(who: string): VariableProblem {
  return { severity: 'error', reason: `is set by ${who}`, fix: 'Leave it out, or take another name.' };
}

const reservedNames: readonly { readonly form: RegExp; readonly problem: VariableProblem }[] = [
  { form: /^POD_(VERSION|REVISION)$/, problem: taken('the image, so that the pod tells what it runs') },
  {
    form: /^PUBLIC_KEY$/,
    problem: {
      severity: 'warning',
      reason: "takes the place of your account's SSH keys in this pod",
      fix: 'Leave it out to let in the keys of the account.',
    },
  },
];

function plainProblem(name: string, value: string): VariableProblem | null {
  const reason = secretReason(name, value);
  if (reason === null) return null;
  return {
    severity: 'error',
    reason: `${reason}, and this file is no place for it`,
    fix: `Write ${name}: {secret: ${name.toLowerCase()}} for a secret of that name in RunPod's store, or ${name}: {fromEnvironment: ${name}} to take it from your own environment at each deploy.`,
  };
}

function referenceProblem(reference: EnvironmentReference): VariableProblem | null {
  if (reference.kind === 'secret' && !/^[A-Za-z0-9_-]{1,64}$/.test(reference.secretName))
    return {
      severity: 'error',
      reason: 'does not name a secret of RunPod',
      fix: "Write the secret's name without RUNPOD_SECRET_ and braces, e.g. {secret: my_token}.",
    };
  if (reference.kind === 'environment' && !nameForm.test(reference.variable))
    return {
      severity: 'error',
      reason: 'does not name a variable',
      fix: 'Write the name of a variable, without $, e.g. {fromEnvironment: HF_TOKEN}.',
    };
  return null;
}
