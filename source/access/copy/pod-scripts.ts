/**
 * What runs in the pod for a copy: POSIX sh with tar, tee, mkfifo and sha256sum, as every image has them. Both ends take
 * the checksum of the very stream, so that what a login shell prints among it is noticed.
 */
import { quoted } from '../../ssh/shell-quote.ts';

/** Before the stream stands a line of its own; after it, on standard error, how it ended and its checksum. */
export function sendScript(mark: string, produce: string): string {
  return wrapped(`
printf '\\n@${mark} begin\\n'
sha256sum <"$d/p" >"$d/s" & h=$!
{ ${produce}; echo $? >"$d/c"; } | tee "$d/p"
wait $h
${tell(mark)}`);
}

/** Takes standard input; says how it ended and its checksum. */
export function receiveScript(mark: string, consume: string): string {
  return wrapped(`
sha256sum <"$d/p" >"$d/s" & h=$!
tee "$d/p" | { ${consume}; echo $? >"$d/c"; cat >/dev/null; }
wait $h
${tell(mark)}`);
}

export function tarOut(path: string): string {
  const { folder, name } = parted(path);
  return `tar -C ${quoted(folder)} -cf - -- ${quoted(name)}`;
}

/** Owners are the pod's user, whoever the files belong to here. */
export function tarIn(folder: string): string {
  return `mkdir -p ${quoted(pathOf(folder))} && tar -C ${quoted(pathOf(folder))} -xof -`;
}

/** Written beside and renamed, so that a copy that breaks off leaves the old file. */
export function fileIn(path: string): string {
  const target = quoted(pathOf(path));
  return `t=${target}; cat >"$t.part" && mv -f "$t.part" "$t"`;
}

export function fileOut(path: string): string {
  return `cat ${quoted(pathOf(path))}`;
}

/** Folder and last part; "." where there is no name to speak of. */
export function parted(path: string): { readonly folder: string; readonly name: string } {
  const trimmed = pathOf(path).replace(/\/+$/, '') || '/';
  const slash = trimmed.lastIndexOf('/');
  const name = trimmed.slice(slash + 1);
  if (name === '' || name === '.' || name === '..') return { folder: trimmed, name: '.' };
  return { folder: slash < 0 ? '.' : trimmed.slice(0, slash) || '/', name };
}

/** Relative paths begin at home, where a session begins; a name that looks like a flag is none. */
export function pathOf(path: string): string {
  const plain = path === '~' ? '.' : path.replace(/^~\//, './');
  return plain.startsWith('-') ? `./${plain}` : plain;
}

/** A bash, whatever the login shell is, would do as well; `sh -c` because the script's input is the stream's. */
function wrapped(body: string): string {
  return `sh -c ${quoted(`d=$(mktemp -d) && mkfifo "$d/p" || exit 70
trap 'rm -rf "$d"' 0${body}`)}`;
}

function tell(mark: string): string {
  return `read s r <"$d/s"; read c <"$d/c"
printf '\\n@${mark} %s %s\\n' "$c" "$s" >&2`;
}
