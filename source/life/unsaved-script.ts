/**
 * Asks a pod which files would be lost with its container: changed within a day, outside of its volumes and of folders that
 * hold no work of anybody. A POSIX script, and the reader of what it prints.
 */
import { safeText } from '../base/safe-text.ts';
import type { UnsavedFiles } from './losses.ts';

/** The script ends itself before this, with what it has found; who runs it waits no longer than this. */
export const unsavedTimeoutMs = 4_000;
const seconds = 3;

/** Printed last. Without it the answer is a part of one. */
export const unsavedEnd = 'pod-engine-unsaved-end';
const startMark = 'pod-engine-unsaved-start';
const maxFiles = 20_000;
const maxExamples = 5;

/** Never files of the system itself; those that every start of a container writes are among them. */
const leftOut = [
  ...['/proc', '/sys', '/dev', '/run', '/tmp', '/var/run', '/var/lock', '/var/log', '/var/cache'],
  ...['/var/lib', '/usr', '/lib', '/lib64', '/bin', '/sbin', '/boot', '/etc', '/snap'],
];

/**
 * `-xdev` keeps it on the container's own disk: volumes are other mounts. One find prints time, size and name of each;
 * BusyBox has no -printf, so there stat does, for as many as it is given at once.
 *
 * @param from Where to begin; a test gives a folder of its own.
 */
export function unsavedScript(from = '/'): string {
  const pruned = leftOut.map((folder) => `-path '${folder}'`).join(' -o ');
  const noise = `-name '.cache' -o -name '__pycache__' -o -name 'node_modules' -o -path '*/.ssh' -o -path '*/.pod-agent*'`;
  const find = `find '${from.replaceAll("'", "'\\''")}' -xdev \\( ${pruned} -o ${noise} \\) -prune -o -type f -mtime -1`;
  return `export LC_ALL=C
echo ${startMark}
limit=
command -v timeout >/dev/null 2>&1 && limit='timeout ${seconds}'
list() {
  if find / -maxdepth 0 -printf '' >/dev/null 2>&1; then
    $limit ${find} -printf '%T@ %s %p\\n' 2>/dev/null
  else
    $limit ${find} -exec stat -c '%Y %s %n' {} + 2>/dev/null
  fi
  # find itself fails where a folder may not be read, and timeout tells its own end by 124, or 143 where it is BusyBox's.
  code=$?
  case $code in 124|137|143) echo 'part';; esac
}
list | head -n ${maxFiles} | awk '
  $1 == "part" { part = 1; next }
  $1 + 0 > 0 {
    count++; bytes += $2
    name = $0; sub(/^[^ ]+ [^ ]+ /, "", name)
    place = 0
    for (i = 1; i <= ${maxExamples}; i++) if (!(i in when) || $1 > when[i]) { place = i; break }
    if (place) {
      for (i = ${maxExamples}; i > place; i--) if ((i - 1) in when) { when[i] = when[i - 1]; names[i] = names[i - 1] }
      when[place] = $1; names[place] = name
    }
  }
  END {
    if (count >= ${maxFiles}) part = 1
    printf "%d %.0f %d\\n", count, bytes, part
    for (i = 1; i <= ${maxExamples}; i++) if (i in when) print names[i]
  }'
echo ${unsavedEnd}
`;
}

/** null: the pod did not answer in a form that can be used, which is not the same as none. */
export function readUnsaved(output: string): UnsavedFiles {
  const lines = output.split('\n');
  const start = lines.lastIndexOf(startMark);
  const end = lines.indexOf(unsavedEnd, start);
  if (start < 0 || end < 0) return null;
  const [totals = '', ...names] = lines.slice(start + 1, end);
  const [, count, bytes, part] = /^(\d{1,9}) (\d{1,18}) ([01])$/.exec(totals.trim()) ?? [];
  if (count === undefined) return null;
  return {
    fileCount: Number(count),
    bytes: Number(bytes),
    examples: names.slice(0, maxExamples).map((name) => safeText(name, { maxLength: 120 })),
    isPartial: part === '1',
  };
}
