/** A secret handed in by ARG and used by RUN: the history keeps the arguments of every RUN with their values. */
import { isSecretName } from '../../../base/looks-like-secret.ts';
import type { Stage } from '../dockerfile/dockerfile.ts';
import { assignments } from '../dockerfile/variables.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const secretArguments: DockerfileLint = {
  id: 'secret-arguments',
  find: ({ dockerfile }: LintLook): readonly LintFinding[] => dockerfile.stages.flatMap(ofStage),
};

function ofStage({ instructions }: Stage): readonly LintFinding[] {
  return instructions
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap(({ text, line }) => assignments(text).map(({ name, value }) => ({ name, value, line })))
    .filter(({ name, value }) => value === null && isSecretName(name))
    .flatMap(({ name, line }) => {
      const used = instructions.find(
        ({ keyword, text, heredocs, line: at }) =>
          keyword === 'RUN' && at > line && [text, ...heredocs].some((part) => uses(part, name)),
      );
      if (used === undefined) return [];
      return [
        {
          severity: 'error' as const,
          line: used.line,
          text: `RUN uses the argument ${name}, named like a secret, and the image's history keeps its value.`,
          fix: `Hand it in as a file under build.secrets, and read it by RUN --mount=type=secret,id=${name.toLowerCase()}.`,
        },
      ];
    });
}

function uses(text: string, name: string): boolean {
  return new RegExp(`\\$(?:\\{${name}\\b|${name}\\b)`).test(text);
}
