/** What a plan is made from. */
import type { DeployRequest } from '../model/deploy.ts';
import type { Project } from '../project/project.ts';
import type { Releases } from '../releases/releases.ts';
import type { DeployDoors } from './doors.ts';
import type { Effects } from './effects/index.ts';
import type { Steps } from './steps/index.ts';

export type PlanOptions = {
  readonly request: DeployRequest;
  readonly project: Project;
  readonly steps: Steps;
  readonly effects: Effects;
  readonly doors: DeployDoors;
  readonly releases: Releases;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
};
