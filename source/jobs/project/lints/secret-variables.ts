/** Secrets in ENV and ARG: the image's configuration and history show both to whoever pulls it. Values are never quoted. */
import { secretReason } from '../../../base/looks-like-secret.ts';
import type { Instruction, Stage } from '../dockerfile/dockerfile.ts';
import { assignments, environmentAssignments } from '../dockerfile/variables.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const secretVariables: DockerfileLint = {
  id: 'secret-variables',
  find: ({ dockerfile, imageStages }: LintLook): readonly LintFinding[] => [
    ...dockerfile.globalArguments.flatMap((instruction) => judged(instruction, true)),
    ...dockerfile.stages.flatMap((stage) => ofStage(stage, imageStages.includes(stage))),
  ],
};

function ofStage({ instructions }: Stage, isInImage: boolean): readonly LintFinding[] {
  return instructions.flatMap((instruction) => judged(instruction, isInImage));
}

function judged({ keyword, text, line }: Instruction, isInImage: boolean): readonly LintFinding[] {
  if (keyword !== 'ENV' && keyword !== 'ARG') return [];
  const pairs = keyword === 'ENV' ? environmentAssignments(text) : assignments(text);
  return pairs.flatMap(({ name, value }) => {
    const reason = value === null ? null : secretReason(name, value);
    if (reason === null) return [];
    return [
      {
        // What a stage before has does not come along, but stays in the build's cache.
        severity: isInImage ? ('error' as const) : ('warning' as const),
        line,
        text: `${keyword} ${name} ${reason}${isInImage ? ', and everybody who pulls the image can read it' : ''}.`,
        fix:
          keyword === 'ENV'
            ? `Set it in the pod: env: {${name}: {secret: ${name.toLowerCase()}}} in pod-engine.yaml.`
            : 'Hand it in as a file under build.secrets, and read it by RUN --mount=type=secret.',
      },
    ];
  });
}
