/** Files that hold secrets, copied into the image by name. */
import { posix } from 'node:path';
import type { Instruction } from '../dockerfile/dockerfile.ts';
import { splitWords } from '../dockerfile/variables.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const secretFiles: DockerfileLint = {
  id: 'secret-files',
  find: ({ dockerfile, imageStages }: LintLook): readonly LintFinding[] =>
    dockerfile.stages.flatMap((stage) =>
      stage.instructions.flatMap((instruction) => judged(instruction, imageStages.includes(stage))),
    ),
};

/** Of keys the public half may go in. */
export const secretFileForm =
  /^(\.env(\.(?!example$|sample$|template$|dist$).+)?|id_(rsa|dsa|ecdsa|ed25519)|.*\.(key|p12|pfx|jks)|.*(private|privkey).*\.pem|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.dockercfg|credentials(\.json)?|service-account.*\.json|kubeconfig|\.htpasswd)$/i;
const secretFolders = /(^|\/)(\.ssh|\.aws|\.gnupg|\.kube|\.docker)(\/|$)/;

function judged(instruction: Instruction, isInImage: boolean): readonly LintFinding[] {
  const { keyword, line } = instruction;
  return copiedSources(instruction)
    .filter((source) => secretFileForm.test(posix.basename(source)) || secretFolders.test(source))
    .map((source) => ({
      severity: isInImage ? ('error' as const) : ('warning' as const),
      line,
      text: `${keyword} takes "${source}", which holds secrets by its name, into ${isInImage ? 'the image' : 'a layer of the build'}.`,
      fix: 'Name it under build.secrets, read it by RUN --mount=type=secret, and add it to .dockerignore.',
    }));
}

/** What COPY and ADD take from the context; empty for other instructions, and for what comes from another stage. */
export function copiedSources({ keyword, text, words, flags }: Instruction): readonly string[] {
  if ((keyword !== 'COPY' && keyword !== 'ADD') || flags.from !== undefined) return [];
  const all = words ?? splitWords(text);
  return all.slice(0, -1).filter((source) => !source.startsWith('<<'));
}
