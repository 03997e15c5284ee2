/** Parts of an image's name, as registries and engines divide it. */

export type ImageName =
  | { readonly ok: true; readonly registry: string; readonly repository: string }
  /** A part of a sentence, and what to do. */
  | { readonly ok: false; readonly reason: string; readonly fix: string };

const defaultRegistry = 'docker.io';
/** Lower case, with separators only between letters, as the distribution specification has it. */
const partForm = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const registryForm = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;

/** `registry` is what the file says beside the image; null: nothing. The first part is a registry if it has a dot or a port, or is localhost. */
export function imageName(image: string, registry: string | null): ImageName {
  if (image.includes('@')) return tooMuch('has a digest');
  const parts = image.split('/');
  const first = parts[0] ?? '';
  const isRegistry = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  const named = isRegistry ? first : null;
  const repository = (isRegistry ? parts.slice(1) : parts).join('/');
  if (repository.includes(':')) return tooMuch('has a tag');
  if (!repository.split('/').every((part) => partForm.test(part)) || repository.length > 200)
    return {
      ok: false,
      reason: 'is no name of an image',
      fix: 'Write lower case letters, digits, ., _ and -, with / between, e.g. ghcr.io/acme/my-app.',
    };
  if (named !== null && registry !== null && named !== registry)
    return {
      ok: false,
      reason: `names another registry than registry, which is "${registry}"`,
      fix: 'Leave one of the two out.',
    };
  const chosen = named ?? registry ?? defaultRegistry;
  if (!registryForm.test(chosen))
    return {
      ok: false,
      reason: `has a registry that is no host, "${chosen}"`,
      fix: 'Write a host, with a port where it needs one, e.g. ghcr.io or registry.example:5000.',
    };
  const isShort = chosen === defaultRegistry && !repository.includes('/');
  return { ok: true, registry: chosen, repository: isShort ? `library/${repository}` : repository };
}

function tooMuch(what: string): ImageName {
  return {
    ok: false,
    reason: what,
    fix: 'Leave it out: each release gets its version as the tag, and its digest is read from the registry. For an image that is built elsewhere write prebuilt: true.',
  };
}

/** @returns null where the reference has none. The port of a registry is no tag. */
export function imageTag(reference: string): string | null {
  const last = reference.split('@')[0]?.split('/').at(-1) ?? '';
  const colon = last.indexOf(':');
  return colon === -1 ? null : last.slice(colon + 1);
}
