/** The registry answers, lets us push, and has nothing of somebody else under the tag that is to be pushed. */
import type { DeployProblem } from '../../model/deploy.ts';
import type { Release } from '../../model/release.ts';
import type { Project } from '../../project/project.ts';
import type { Registry, RegistryResult } from '../../registry/registry.ts';
import { imageTagOf } from '../image/reference.ts';
import { isAsked } from './asked-steps.ts';
import type { Ground } from './ground.ts';
import { type Look, type Looked, notNeeded, unanswered, well, wrong } from './look.ts';
import { errorOf } from './problems.ts';

export const registry: Look = {
  id: 'registry',
  title: 'Registry',
  async look(ground) {
    const { context } = ground;
    const { project, doors } = context;
    if (context.wanted !== null) return await stillThere(ground, context.wanted);
    if (project.prebuilt !== undefined) return await isThere(ground, project);
    if (!isAsked(context, 'push')) return notNeeded('Nothing is pushed.');
    const asked = doors.registryOf(project.registry);
    const right = await asked.canPush(project.repository, context.signal);
    if (!right.ok) return ofFailure(right);
    const taken = await takenTag(ground, asked);
    if (taken !== null) return wrong(taken);
    return well(`${project.registry} lets us push ${project.repository}.`);
  },
};

function ofFailure({ code, reason, fix }: Extract<RegistryResult<unknown>, { ok: false }>): Looked {
  const problem = errorOf(reason, fix);
  return code === 'unreachable' ? unanswered(problem) : wrong(problem);
}

/** An image that is built elsewhere has to be there before a pod is told to pull it. */
async function isThere(
  { context, version }: Ground,
  { registry: host, repository }: Project,
): Promise<Looked> {
  const decided = await version();
  if (!decided.ok) return wrong(decided.problem);
  const found = await context.doors
    .registryOf(host)
    .digestOf(repository, imageTagOf(decided.version), context.signal);
  if (!found.ok) return ofFailure(found);
  if (found.value !== null) return well(`${host} has ${repository}:${decided.version}.`);
  return wrong(
    errorOf(`${host} has no image ${repository}:${decided.version}.`, 'Correct image, or push it there.'),
  );
}

/** What is brought back has to be pulled from where it was pushed, which the project's file may no longer say. */
async function stillThere(
  { context: { project, doors, signal } }: Ground,
  { image }: Release,
): Promise<Looked> {
  if (image === null) return wrong(errorOf('That release has no image.', 'Choose another release.'));
  const { registry: host, repository } = placeOf(image.reference, project);
  const found = await doors.registryOf(host).digestOf(repository, image.digest, signal);
  if (!found.ok) return ofFailure(found);
  if (found.value !== null) return well(`${host} still has ${image.digest.slice(0, 19)}.`);
  const text = `${host} no longer has the image of that release, ${repository}@${image.digest}.`;
  return wrong(errorOf(text, 'Choose another release, or deploy its commit anew.'));
}

/** registry.example:5000/acme/app:1.4.0, or acme/app:1.4.0 where the registry is the usual one. */
function placeOf(reference: string, project: Project): Pick<Project, 'registry' | 'repository'> {
  const [, registry, repository] = /^([^/]*[.:][^/]*|localhost)\/(.+?)(?::[^:/]*)?$/.exec(reference) ?? [];
  return registry === undefined || repository === undefined ? project : { registry, repository };
}

/** A tag that another build stands under would be moved, and pods that pull by it would change. */
async function takenTag(
  { releases, context, version }: Ground,
  asked: Registry,
): Promise<DeployProblem | null> {
  const decided = await version();
  if (!decided.ok || decided.isDirty) return null;
  const { project, signal } = context;
  const found = await asked.digestOf(project.repository, decided.version, signal);
  if (!found.ok) return errorOf(found.reason, found.fix);
  const digest = found.value;
  if (digest === null || digest === context.lastDigest) return null;
  if (releases.some(({ image }) => image?.digest === digest)) return null;
  return errorOf(
    `${project.registry} has ${project.repository}:${decided.version} already, with a digest that no deploy of this project has pushed: ${digest}.`,
    'Deploy with another version (--set-version X.Y.Z), or remove that tag from the registry.',
  );
}
