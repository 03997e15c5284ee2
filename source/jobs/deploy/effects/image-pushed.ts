/** An image in a registry, under a tag. Only what was not there before, and still stands under that tag, is taken back. */
import type { Registry } from '../../registry/registry.ts';
import type { Effect, EffectDetails, Undone } from './effect.ts';

type Details = EffectDetails['image-pushed'];

export const imagePushed: Effect<'image-pushed'> = {
  kind: 'image-pushed',

  title: (details) => `the image ${nameOf(details)}`,

  async find(details, { doors, signal }) {
    const { registry, repository, tag, digestBefore } = details;
    const found = await doors.registryOf(registry).digestOf(repository, tag, signal);
    if (!found.ok) return { kind: 'unknown', reason: found.reason };
    // The same image pushed again changes nothing, so it need not be told from one that was not pushed.
    if (found.value === null || found.value === digestBefore) return { kind: 'did-not' };
    return { kind: 'happened', result: { digest: found.value } };
  },

  async undo({ details, result: { digest } }, { doors, signal }) {
    const { registry: host, repository, tag, digestBefore } = details;
    const name = nameOf(details);
    if (digestBefore === digest) return { ok: true, text: `${name} was there before and stays.` };
    const registry = doors.registryOf(host);
    const now = await registry.digestOf(repository, tag, signal);
    if (!now.ok) return left(details, now.reason, now.fix);
    if (now.value === null) return { ok: true, text: `${name} was gone already.` };
    if (now.value !== digest) return { ok: true, text: `${name} is another image by now, and stays.` };
    if (digestBefore !== null)
      return left(
        details,
        `${name} stood for ${digestBefore} before and stands for ${digest} now.`,
        `docker buildx imagetools create --tag ${name} ${host}/${repository}@${digestBefore}`,
        true,
      );
    return remove(registry, { details, digest, signal });
  },
};

/** A registry removes the manifest with every tag on it, so nobody else's tag may stand there. */
async function remove(
  registry: Registry,
  {
    details,
    digest,
    signal,
  }: { readonly details: Details; readonly digest: string; readonly signal: AbortSignal },
): Promise<Undone> {
  const { repository, tag } = details;
  const other = await otherTagOf(registry, { repository, tag, digest }, signal);
  if (other !== null)
    return left(details, other.text, 'Remove the tag with the tools of the registry.', other.isForGood);
  const removed = await registry.remove(repository, digest, signal);
  // Most public registries take no such order from anybody: docker.io and ghcr.io have it done on their pages.
  if (!removed.ok) return left(details, removed.reason, removed.fix, refusals.includes(removed.code));
  const after = await registry.digestOf(repository, tag, signal);
  if (after.ok && after.value === digest)
    return left(details, 'The registry took the order to remove it and still has it.', 'Look again later.');
  return { ok: true, text: `${nameOf(details)} is removed from the registry.` };
}

const refusals: readonly string[] = ['refused', 'unauthorised'];

type Other = { readonly text: string; readonly isForGood: boolean };

/** null: none. Where there are too many tags to ask for each, nobody can tell. */
async function otherTagOf(
  registry: Registry,
  { repository, tag, digest }: { readonly repository: string; readonly tag: string; readonly digest: string },
  signal: AbortSignal,
): Promise<Other | null> {
  const tags = await registry.tags(repository, signal);
  if (!tags.ok) return { text: tags.reason, isForGood: false };
  const others = tags.value.filter((other) => other !== tag);
  if (others.length > maxTagsAsked)
    return {
      text: `${repository} has too many tags to tell whether another one stands for ${digest}.`,
      isForGood: true,
    };
  for (const other of others) {
    const found = await registry.digestOf(repository, other, signal);
    if (!found.ok) return { text: found.reason, isForGood: false };
    if (found.value === digest)
      return { text: `The tag ${other} stands for the same image.`, isForGood: true };
  }
  return null;
}

const maxTagsAsked = 200;

function left(details: Details, why: string, advice: string, isForGood = false): Undone {
  return { ok: false, text: `${nameOf(details)} is left in the registry. ${why}`, advice, isForGood };
}

function nameOf({ registry, repository, tag }: Details): string {
  return `${registry}/${repository}:${tag}`;
}
