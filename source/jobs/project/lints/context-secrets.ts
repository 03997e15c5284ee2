/** What a whole context takes along when nothing holds it back: repositories, modules, files with secrets. */
import { posix } from 'node:path';
import type { Stage } from '../dockerfile/dockerfile.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';
import { copiedSources, secretFileForm } from './secret-files.ts';

export const contextSecrets: DockerfileLint = {
  id: 'context-secrets',
  find({ dockerfile, imageStages, ignore, contextNames }: LintLook): readonly LintFinding[] {
    const letIn = contextNames.filter((name) => !ignore.rules.ignores(name));
    const whole = wholeCopy(dockerfile.stages);
    const inImage = wholeCopy(imageStages);
    const secrets = letIn.filter((name) => secretFileForm.test(name));
    const ballast = letIn.filter((name) => name === '.git' || name === 'node_modules' || name === '.venv');
    const where = ignore.isThere ? 'Add to .dockerignore' : 'Write a .dockerignore with';
    const found: LintFinding[] = [];
    if (secrets.length > 0 && whole !== null)
      found.push({
        severity: inImage === null ? 'warning' : 'error',
        line: inImage ?? whole,
        text: `The whole context is copied, and ${quoted(secrets)} with it, ${inImage === null ? 'into a layer of the build' : 'into the image'}.`,
        fix: `${where}: ${secrets.join(' ')}`,
      });
    if (ballast.length > 0)
      found.push({
        severity: 'warning',
        line: whole,
        text: `${quoted(ballast)} ${ballast.length === 1 ? 'goes' : 'go'} into the build, which makes it slow${whole === null ? '' : ' and the image large'}${ballast.includes('.git') ? ', and each commit or tag is a change that is built anew' : ''}.`,
        fix: `${where}: ${ballast.join(' ')}`,
      });
    return found;
  },
};

/** The line of the first COPY or ADD that takes all there is; null: there is none. */
function wholeCopy(stages: readonly Stage[]): number | null {
  const copies = stages.flatMap(({ instructions }) => instructions);
  const whole = copies.find((each) =>
    copiedSources(each).some((source) =>
      ['.', '/', '*'].includes(posix.normalize(source).replace(/^(.)\/$/, '$1')),
    ),
  );
  return whole?.line ?? null;
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(' and ');
}
