/** Pods are linux/amd64; an image of another platform starts nowhere. */
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const platform: DockerfileLint = {
  id: 'platform',
  find: ({ imageStages }: LintLook): readonly LintFinding[] =>
    imageStages.flatMap(({ from }): LintFinding[] => {
      const asked = from.flags.platform?.[0];
      if (asked === undefined || /^(linux\/amd64(\/v\d)?|\$\{?TARGETPLATFORM\}?)$/.test(asked)) return [];
      if (/^\$/.test(asked))
        return [
          {
            severity: 'warning',
            line: from.line,
            text: `FROM --platform=${asked} makes the image of whatever machine builds it, and pods are linux/amd64.`,
            fix: 'Leave --platform out: the build asks for linux/amd64 itself.',
          },
        ];
      return [
        {
          severity: 'error',
          line: from.line,
          text: `FROM --platform=${asked} makes an image that does not start in a pod, which is linux/amd64.`,
          fix: 'Leave --platform out: the build asks for linux/amd64 itself.',
        },
      ];
    }),
};
