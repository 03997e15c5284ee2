/** What preflight reads of a project's own files. */
import type { DeployProblem } from '../../model/deploy.ts';
import { lintDockerfile } from '../../project/lint-dockerfile.ts';
import type { Project } from '../../project/project.ts';
import { sourceHash } from '../../project/source-hash.ts';
import { templateProblems } from '../../project/template-problems.ts';

export type PreflightTools = {
  /** Never rejects: what cannot be read is a problem too. */
  lintDockerfile(project: Project): Promise<readonly DeployProblem[]>;
  templateProblems(project: Project): readonly DeployProblem[];
  /** sha256:… of all that the build may read. Rejects where something cannot be read. */
  sourceHash(project: Project): Promise<string>;
};

export const preflightTools: PreflightTools = { lintDockerfile, templateProblems, sourceHash };
