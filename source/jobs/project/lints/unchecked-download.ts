/** ADD of an address takes whatever is there on the day of the build. */
import { splitWords } from '../dockerfile/variables.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const uncheckedDownload: DockerfileLint = {
  id: 'unchecked-download',
  find: ({ dockerfile }: LintLook): readonly LintFinding[] =>
    dockerfile.stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ keyword, flags }) => keyword === 'ADD' && flags.checksum === undefined)
      .flatMap(({ line, text, words }) =>
        (words ?? splitWords(text))
          .slice(0, -1)
          .filter((source) => /^https?:\/\//i.test(source))
          .map((source) => ({
            severity: 'warning' as const,
            line,
            text: `ADD loads "${withoutPassword(source)}" without a checksum, so it may be another file tomorrow.`,
            fix: 'Write ADD --checksum=sha256:… with the digest of the file.',
          })),
      ),
};

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '?…');
}
