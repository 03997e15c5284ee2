/** Ids and digests: podman writes an image's id without the name of the hash, docker with it. */

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** sha256:…, or null where it is no id. */
export function imageIdOf(text: string): string | null {
  const id = text.trim();
  const whole = id.startsWith('sha256:') ? id : `sha256:${id}`;
  return digestPattern.test(whole) ? whole : null;
}

/** null where it is none: a digest is never guessed. */
export function digestIn(text: string | null): string | null {
  const digest = text?.trim() ?? '';
  return digestPattern.test(digest) ? digest : null;
}
