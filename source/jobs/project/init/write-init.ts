/** Writes a new project file, whole or not at all. */
import { randomUUID } from 'node:crypto';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { messageOf } from '../../../base/message-of.ts';
import type { InitPlan } from './plan-init.ts';

export type WrittenInit =
  | { readonly ok: true }
  | { readonly ok: false; readonly kind: 'exists' | 'unwritable'; readonly reason: string };

/** A file that is there already is replaced only by force, also when it comes into being meanwhile. */
export async function writeInit(
  { file, text }: Pick<InitPlan, 'file' | 'text'>,
  { isForced }: { readonly isForced: boolean },
): Promise<WrittenInit> {
  const draft = `${file}.${randomUUID()}.new`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    // Unlike a rename, a link never takes the place of what is there.
    await (isForced ? rename(draft, file) : link(draft, file));
    return { ok: true };
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const reason = messageOf(error).replaceAll(draft, file);
    return isThere
      ? { ok: false, kind: 'exists', reason: `${file} is there already` }
      : { ok: false, kind: 'unwritable', reason: `${file} cannot be written: ${reason}` };
  } finally {
    await rm(draft, { force: true });
  }
}
