/** Which pod becomes the release: as asked for, else as the project says, where a release runs. Pure. */
import type { DeployRequest, DeployTarget } from '../model/deploy.ts';
import type { Release } from '../model/release.ts';
import type { Project } from '../project/project.ts';

export function targetOf(asked: {
  readonly request: DeployRequest;
  readonly project: Project;
  readonly running: Release | null;
}): DeployTarget {
  const { request, project, running } = asked;
  if (request.target !== null) return request.target;
  const podId = running?.podIds.at(-1);
  if (podId === undefined || project.strategy === 'new') return { kind: 'new' };
  return { kind: project.strategy, podId };
}
