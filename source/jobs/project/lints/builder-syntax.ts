/** `# syntax=` of a frontend that only buildx loads: podman and buildah take no notice of it. */
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const builderSyntax: DockerfileLint = {
  id: 'builder-syntax',
  find({ dockerfile: { syntax } }: LintLook): readonly LintFinding[] {
    if (syntax === null) return [];
    const isUsual = /^(docker\.io\/)?docker\/dockerfile:1(\.\d+){0,2}(@sha256:\w+)?$/.test(syntax.image);
    if (isUsual) return [];
    return [
      {
        severity: 'warning',
        line: syntax.line,
        text: `The syntax "${syntax.image}" is read by docker buildx alone; podman and buildah build as if it were not there.`,
        fix: 'Write # syntax=docker/dockerfile:1, or build by docker: CONTAINER_ENGINE=docker.',
      },
    ];
  },
};
