/** Whether an entry of an archive that a pod has made may be written here, below the folder that was named. */

export type EntryVerdict =
  | { readonly ok: true; readonly parts: readonly string[] }
  | { readonly ok: false; readonly reason: string };

const maxDepth = 100;
const maxPathLength = 4000;

/** The path's parts; nothing absolute, no `..`, no controls. An empty list is the folder itself. */
export function judgeEntryPath(path: string): EntryVerdict {
  if (path.startsWith('/')) return refused('it is absolute');
  if (path.length > maxPathLength) return refused('it is too long');
  if (/[\x00-\x1f\x7f]/.test(path)) return refused('it holds control characters');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return refused('it leads out of the folder by ..');
  return parts.length > maxDepth ? refused('it is too deep') : { ok: true, parts };
}

/**
 * Whether a link at `parts` leads below the top of what is copied. Only at its beginning may it go upwards: after a name,
 * which may be a link itself, nobody can tell from the text where `..` leads.
 */
export function judgeLinkTarget(parts: readonly string[], target: string): EntryVerdict {
  if (target === '' || target.startsWith('/'))
    return refused('it is a link to an absolute path, or to nothing');
  if (/[\x00-\x1f\x7f]/.test(target)) return refused('it is a link to a name with control characters');
  const words = target.split('/').filter((word) => word !== '' && word !== '.');
  const ups = words.findIndex((word) => word !== '..');
  const upCount = ups < 0 ? words.length : ups;
  if (words.slice(upCount).includes('..') || upCount > parts.length - 1)
    return refused(`it is a link out of the folder, to ${target}`);
  return { ok: true, parts: words };
}

function refused(reason: string): EntryVerdict {
  return { ok: false, reason };
}
