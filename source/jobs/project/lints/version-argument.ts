/** The deploy tells the build its version by ARG VERSION; health that is JSON is then asked for it in the pod. */
import { allInstructions } from '../dockerfile/dockerfile.ts';
import { assignments } from '../dockerfile/variables.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const versionArgument: DockerfileLint = {
  id: 'version-argument',
  find({ imageStages, project }: LintLook): readonly LintFinding[] {
    if (!project.health.path.split('?')[0]?.endsWith('.json')) return [];
    const declared = allInstructions(imageStages, 'ARG').flatMap(({ text }) => assignments(text));
    if (declared.some(({ name }) => name === 'VERSION')) return [];
    return [
      {
        severity: 'warning',
        line: null,
        text: `${project.health.path} is asked for the version, and the image is not told which it is.`,
        fix: 'Add ARG VERSION and ENV POD_VERSION=$VERSION to the last stage; the deploy gives VERSION and REVISION.',
      },
    ];
  },
};
