/**
 * What runs in the pod for a copy: POSIX sh with tar, tee, mkfifo, mktemp, head and sha256sum, as nearly every image has them. Both ends
 * take the checksum of the very stream, so that what a login shell prints among it is noticed.
 *
 * All that is told goes over standard output, in lines with a mark: a shell on a terminal has no standard error apart. What
 * the tools complain of is kept in a file until the stream is over, so that it cannot come among it.
 */
import { quoted } from '../../ssh/shell-quote.ts';

/** The stream, then how it ended. */
export function sendScript(mark: string, produce: string): string {
  return wrapped(
    mark,
    `sha256sum <"$d/p" >"$d/s" & h=$!
{ ( ${produce} ) 2>"$d/e"; echo $? >"$d/c"; } | tee "$d/p"`,
  );
}

/** Takes standard input; says at once when it is no use to send more, and in the end how it ended. */
export function receiveScript(mark: string, consume: string): string {
  return wrapped(
    mark,
    `sha256sum <"$d/p" >"$d/s" & h=$!
tee "$d/p" | {
( ${consume} ) >/dev/null 2>"$d/e"; c=$?; echo $c >"$d/c"
[ $c = 0 ] || printf '\\n@${mark} stop\\n'
cat >/dev/null; }`,
  );
}

export function tarOut(path: string): string {
  const { folder, name } = parted(path);
  return `tar -C ${quoted(folder)} -cf - -- ${quoted(name)}`;
}

/** Owners are the pod's user, whoever the files belong to here. */
export function tarIn(folder: string): string {
  return `mkdir -p ${quoted(pathOf(folder))} && tar -C ${quoted(pathOf(folder))} -xof -`;
}

/** One file, unpacked beside its place and put there when it is whole: what breaks off leaves the old one. */
export function tarFileIn(folder: string, name: string): string {
  const [into, place] = [quoted(pathOf(folder)), quoted(`./${name}`)];
  return `mkdir -p ${into} && cd ${into} && u=$(mktemp -d ./.pod-engine-XXXXXX) || exit 1
trap 'rm -rf "$u"' 0
${endsByTrap}
tar -C "$u" -xof - && if [ -d ${place} ]; then echo ${place} is a folder >&2; false; else mv -f "$u"/${place} ${place}; fi`;
}

/** A shell that is ended by a signal runs no trap of its exit. PIPE: nobody is there any more to be told how it ended. */
const endsByTrap = "trap 'exit 1' HUP INT TERM PIPE";

/** Written beside its place. A stream that breaks off looks like one that has ended, so it is moved when both ends agree. */
export function fileIn(path: string): string {
  return `cat >${quoted(partOf(path))}`;
}

/** A script of its own. */
export function fileInPlace(path: string): string {
  return `mv -f -- ${quoted(partOf(path))} ${quoted(pathOf(path))} 2>&1 && printf '\\n@moved@\\n'\n`;
}

export function fileGivenUp(path: string): string {
  return `rm -f -- ${quoted(partOf(path))}\n`;
}

function partOf(path: string): string {
  return `${pathOf(path)}.part`;
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

/**
 * `sh -c` because the script's input is the stream's. Its small files lie in memory where they can: on a pod's full disk
 * nothing could be told any more.
 */
function wrapped(mark: string, body: string): string {
  return `sh -c ${quoted(`for t in tar tee mkfifo mktemp head sha256sum; do command -v $t >/dev/null 2>&1 || m="$m $t"; done
[ -z "$m" ] || { printf '\\n@${mark} lacks%s\\n' "$m"; exit 127; }
d=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) && mkfifo "$d/p" || exit 70
trap 'rm -rf "$d"' 0
${endsByTrap}
printf '\\n@${mark} begin\\n'
${body}
wait $h
read s r <"$d/s"; read c <"$d/c"
printf '\\n@${mark} end %s %s\\n' "$c" "$s"
head -c 2000 "$d/e"`)}`;
}
