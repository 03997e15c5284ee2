/** A lint: one mistake that Dockerfiles make, found by reading. Pure: what it looks at is gathered before. */
import type { DeployProblem } from '../../model/deploy.ts';
import type { Dockerfile, Stage } from '../dockerfile/dockerfile.ts';
import type { IgnoreFile } from '../ignore/ignore-file.ts';
import type { Project } from '../project.ts';

export type LintLook = {
  readonly dockerfile: Dockerfile;
  /** Of which the image is made, the target first. Not empty. */
  readonly imageStages: readonly Stage[];
  readonly project: Pick<Project, 'build' | 'health' | 'pod'>;
  readonly ignore: {
    readonly isThere: boolean;
    readonly rules: IgnoreFile;
  };
  /** Names that stand in the context's root. */
  readonly contextNames: readonly string[];
};

export type LintFinding = {
  readonly severity: DeployProblem['severity'];
  /** Of the Dockerfile, counted from 1; null where it is about what is missing. */
  readonly line: number | null;
  /** One sentence that names and quotes what is wrong. */
  readonly text: string;
  readonly fix: string;
};

export type DockerfileLint = {
  readonly id: string;
  find(look: LintLook): readonly LintFinding[];
};
