/** Bases that are another image tomorrow: the deploy of an unchanged project would not be the same. */
import { imageTag } from '../image-name.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const floatingBase: DockerfileLint = {
  id: 'floating-base',
  find: ({ dockerfile }: LintLook): readonly LintFinding[] =>
    dockerfile.stages.flatMap(({ base, from }) => {
      if (base.kind === 'unknown')
        return [
          {
            severity: 'error' as const,
            line: from.line,
            text: `The base "${base.text}" names an argument that has no value.`,
            fix: 'Give it a default by ARG before the first FROM, or a value under build.arguments.',
          },
        ];
      return base.kind === 'image' ? judged(base.reference, from.line) : [];
    }),
};

function judged(reference: string, line: number): readonly LintFinding[] {
  if (reference.includes('@sha256:')) return [];
  const tag = imageTag(reference);
  if (tag === null || tag === 'latest')
    return [
      {
        severity: 'error',
        line,
        text: `The base "${reference}" has ${tag === null ? 'no tag' : 'the tag latest'}, so every build may be of another image.`,
        fix: 'Name a version, best with its digest: IMAGE:VERSION@sha256:…',
      },
    ];
  return [
    {
      severity: 'warning',
      line,
      text: `The base "${reference}" is pinned by its tag alone, which may be moved.`,
      fix: `Add its digest: ${reference}@sha256:…`,
    },
  ];
}
