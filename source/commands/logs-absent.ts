/** What is said where patterns match no file in a pod: what was looked for, where, and what can be done. */
import { usualLookSeconds, usualPatterns } from '../logs/sources/find-files.ts';

const wayOut =
  'Name the file with --source /PATH; --source container has what the container writes to its output.';

/**
 * @param absent The patterns that no file matches.
 * @returns A sentence or two; null: the usual patterns are no matter as long as one of them matches.
 */
export function absentText(
  absent: ReadonlySet<string>,
  { follow }: { readonly follow: boolean },
): string | null {
  const isUsualMissing = usualPatterns.every((pattern) => absent.has(pattern));
  const missing = [...absent].filter((pattern) => isUsualMissing || !usualPatterns.includes(pattern));
  if (missing.length === 0) return null;
  const last = missing.slice(-1).join();
  const listed = missing.length < 2 ? last : `${missing.slice(0, -1).join(', ')} or ${last}`;
  return follow
    ? `no file in the pod matches ${listed} so far; it is looked for again every ${usualLookSeconds} s.`
    : `no file in the pod matches ${listed}. ${wayOut}`;
}
