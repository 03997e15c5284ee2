/** Pushes the image and reads it back from the registry by its digest: the engine's own word is no proof. */
import type { Registry } from '../../registry/registry.ts';
import { factOf } from '../facts.ts';
import { engineOf } from '../image/engine-of.ts';
import { imageTagOf } from '../image/reference.ts';
import { type Tell, tellEngine, tellWhile } from '../image/tell-while.ts';
import { type Step, type StepContext, type StepEnd, StepFailure } from '../step.ts';

type Pushing = {
  readonly registry: Registry;
  readonly repository: string;
  readonly tag: string;
  readonly reference: string;
};

export const pushStep: Step<'push'> = {
  id: 'push',
  title: 'push the image',

  inputs({ facts, project }) {
    // A tag may have been moved since.
    if (project.prebuilt !== undefined) return null;
    const { reference, imageId } = factOf(facts, 'build');
    return { reference, imageId };
  },

  async stillStands(context, { reference, digest }) {
    const { registry, repository, tag } = pushingOf(context);
    const found = await registry.digestOf(repository, tag, context.signal);
    if (!found.ok) return found.reason;
    if (found.value === null) return `${reference} is no longer in the registry.`;
    return found.value === digest ? null : `${reference} has become another image since: ${found.value}.`;
  },

  async plan({ project, doors }) {
    if (project.prebuilt !== undefined) return { text: 'push nothing: read the digest under its tag' };
    const { isPlainHttp } = doors.registryOf(project.registry);
    return { text: `push to ${project.registry}/${project.repository}${isPlainHttp ? ' (plain HTTP)' : ''}` };
  },

  async *run(context) {
    const pushing = pushingOf(context);
    const { registry, repository, tag, reference } = pushing;
    const before = await registry.digestOf(repository, tag, context.signal);
    if (!before.ok) return { outcome: 'fail', text: before.reason, evidence: [], fix: before.fix };
    if (context.project.prebuilt !== undefined) return asItIs(pushing, before.value);
    const details = { registry: registry.host, repository, tag, digestBefore: before.value };
    const { digest } = yield* tellWhile((tell) =>
      context.effect('image-pushed', { key: tag, details }, () => push(context, pushing, tell)),
    );
    await mustBeThere(context, pushing, digest);
    return {
      outcome: 'pass',
      text:
        before.value === digest
          ? `${reference} was there already, the same image: ${digest}.`
          : `${reference} is in the registry, read back as ${digest}.`,
      facts: { reference, digest },
    };
  },
};

/** Of an image that is built elsewhere. */
function asItIs({ registry, reference }: Pushing, digest: string | null): StepEnd<'push'> {
  if (digest !== null)
    return { outcome: 'skipped', text: `${reference} is ${digest}.`, facts: { reference, digest } };
  const text = `${registry.host} has no image ${reference}.`;
  return { outcome: 'fail', text, evidence: [], fix: 'Correct image in the project file, or push it there.' };
}

function pushingOf({ project, facts, doors }: StepContext): Pushing {
  return {
    registry: doors.registryOf(project.registry),
    repository: project.repository,
    tag: imageTagOf(factOf(facts, 'preflight').version),
    reference: factOf(facts, 'build').reference,
  };
}

/** The digest under the tag as the registry has it, which is also what the engine said, where it said one. */
async function push(
  context: StepContext,
  { registry, repository, tag, reference }: Pushing,
  tell: Tell,
): Promise<{ readonly digest: string }> {
  const { isPlainHttp } = registry;
  const pushed = await engineOf(context).push(reference, { isPlainHttp }, tellEngine(tell), context.signal);
  if (!pushed.ok) throw new StepFailure(pushed.reason, pushed);
  const found = await registry.digestOf(repository, tag, context.signal);
  if (!found.ok) throw new StepFailure(found.reason, { fix: found.fix });
  const said = pushed.value.digest;
  if (found.value === null)
    throw new StepFailure(`${reference} was pushed, and the registry has no such tag.`, {
      fix: 'Check that the engine and this program reach the same registry: mirrors and proxies may stand between.',
    });
  if (said !== null && said !== found.value)
    throw new StepFailure(
      `${reference} was pushed as ${said}, and the registry has ${found.value} under that tag.`,
      { fix: 'Somebody else may have pushed the same tag at the same time; deploy again.' },
    );
  return { digest: found.value };
}

/** By its digest, with the manifest itself: that is what a pod pulls. */
async function mustBeThere(
  { signal }: StepContext,
  { registry, repository, reference }: Pushing,
  digest: string,
): Promise<void> {
  const found = await registry.digestOf(repository, digest, signal);
  if (!found.ok) throw new StepFailure(found.reason, { fix: found.fix });
  if (found.value === null)
    throw new StepFailure(`The registry has the tag of ${reference} and not its manifest ${digest}.`, {
      fix: 'Push again; if it stays so, look at the storage of the registry.',
    });
}
