/**
 * The script that reads files in a pod and goes on reading them: POSIX sh, with the tools of GNU or of busybox.
 *
 * `tail -F` over several files tells them apart by lines that a log could hold too, and cannot go on at a place after a
 * lost connection. So the script itself looks how long each file is, and sends what is new in one line: whose it is, which
 * inode, up to which byte, and the bytes in base64, which hold neither blanks nor line ends. Nothing that stands in a log
 * can be taken for one of the script's own words.
 *
 * A file system gives the inode of a file that is gone to the next one, so a place is proved by the bytes before it. When
 * the script begins it compares them itself, by their digest: the bytes would stand in the pod's list of processes. While
 * it runs it sends those bytes along with what is new, and the console compares: that costs the pod no program more.
 */
import { createHash } from 'node:crypto';
import { quoted } from '../../ssh/shell-quote.ts';
import { type FilePlace, proofBytes } from './file-place.ts';

export type FollowedFile = {
  readonly path: string;
  /** Where to go on; null: with the last lines. */
  readonly from: FilePlace | null;
  /** It was not there before: without a place all of it is new. */
  readonly isNew?: boolean;
};

/** Patterns of a shell, see `shellPattern`. It is said when other files match them than before, and once after the first while. */
export type FollowedPatterns = { readonly words: readonly string[]; readonly everySeconds: number };

export type FollowRequest = {
  readonly files: readonly FollowedFile[];
  readonly patterns?: FollowedPatterns | undefined;
  /** Lines of before, for a file without a place. */
  readonly tail: number;
  readonly follow: boolean;
  /** Stands before every word of the script's, so that the noise of a login shell is told apart. */
  readonly nonce: string;
};

/** A line of the shell that runs it. It ends when nobody reads it any more, at the latest after `beatSeconds`. */
export function followCommand(request: FollowRequest): string {
  return `exec sh -c ${quoted(followScript(request))}`;
}

export const beatSeconds = 4;
/** The end of the tail that is looked at for the last lines, and the most that is sent at once. */
const tailBytes = 4 * 1024 * 1024;
const frameBytes = 192 * 1024;

function followScript({ files, patterns, tail, follow, nonce }: FollowRequest): string {
  const places = files.map(({ path, from, isNew = false }, index) =>
    [
      `p${index}=${quoted(path)} w${index}=${isNew ? 'new' : ''} i${index}=${from?.inode ?? '-'} o${index}=${from?.offset ?? 0}`,
      `s${index}=${from?.seen ?? 0} c${index}=${from?.proof.length ?? 0} d${index}=${digestOf(from)}`,
    ].join(' '),
  );
  return `LC_ALL=C; export LC_ALL
m=${nonce} n=${files.length} tail=${tail} beat=0
${places.join('\n')}
if command -v base64 >/dev/null 2>&1; then enc() { base64 | tr -d '\\n'; }; k=b
else enc() { od -An -v -tx1 | tr -d ' \\n'; }; k=x; fi
if sleep 0.3 2>/dev/null; then nap=0.3 per=3; else nap=1 per=1; fi
say() { printf '%s %s\\n' "$m" "$*" || exit 0; }
look() { set -- $(ls -Lldin -- "$1" 2>/dev/null); case $2 in -*) ino=$1 size=$6;; ?*) ino=; what=kind;; *) ino=; what=absent;; esac; }
proved() { # file seen count digest; without the tool its inode and its length have to do
  [ "$3" -gt 0 ] || return 0
  got=$(tail -c +$(($2 - $3 + 1)) -- "$1" 2>/dev/null | head -c "$3" | sha256sum 2>/dev/null)
  case $got in "$4"*|'') return 0;; esac
  return 1
}
send() { # file index from to inode: with the bytes before, unless it begins at the start
  f=$1 at=$3 end=$4
  while :; do
    to=$((at + ${frameBytes})); [ "$to" -gt "$end" ] && to=$end
    lap=${proofBytes}; [ "$at" -lt "$lap" ] && lap=$at
    printf '%s d %s %s %s %s %s ' "$m" "$2" "$5" "$to" "$lap" "$k" || exit 0
    tail -c +$((at - lap + 1)) -- "$f" 2>/dev/null | head -c $((to - at + lap)) | enc
    printf '\\n' || exit 0
    at=$to
    [ "$at" -lt "$end" ] || return 0
  done
}
old() { # index: the file that was renamed, or copied before it was cut off; a shorter one only has the inode of one that is gone. Of
  # one that was put aside after it, only that it is there: it may be packed
  for way in inode proof; do
    [ "$way" = proof ] && [ "$count" -lt ${proofBytes} ] && return 1
    for r in "$f0".* "$f0"-*; do
      look "$r"
      [ -n "$ino" ] && [ "$size" -ge "$seen" ] || continue
      [ "$way" = proof ] || [ "$ino" = "$wasino" ] || continue
      proved "$r" "$seen" "$count" "$digest" || continue
      [ "$size" -gt "$wasoff" ] && send "$r" "$1" "$wasoff" "$size" "$wasino"
      say r "$1"
      for q in "$f0".[0-9]* "$f0"-[0-9]*; do [ "$q" -nt "$r" ] && { say g "$1" between; break; }; done
      return 0
    done
  done
  return 1
}
first() { # index: its last lines
  [ "$tail" -gt 0 ] || { send "$f0" "$1" "$size" "$size" "$ino"; return; }
  from=0; [ "$size" -gt ${tailBytes} ] && from=$((size - ${tailBytes}))
  printf '%s d %s %s %s 0 %s ' "$m" "$1" "$ino" "$size" "$k" || exit 0
  tail -c +$((from + 1)) -- "$f0" 2>/dev/null | head -c $((size - from)) | tail -n "$tail" | enc
  printf '\\n' || exit 0
}
one() { # index
  eval "f0=\\$p$1 wasino=\\$i$1 wasoff=\\$o$1 told=\\$w$1 seen=\\$s$1 count=\\$c$1 digest=\\$d$1"
  look "$f0"
  if [ -z "$ino" ]; then
    if [ "$what" != "$told" ]; then say w "$1" "$what"; eval "w$1=$what"; fi
    return
  fi
  if [ ! -r "$f0" ]; then [ "$told" = unreadable ] || say w "$1" unreadable; eval "w$1=unreadable"; return; fi
  nowino=$ino nowsize=$size
  if [ "$wasino" = - ]; then
    if [ -n "$told" ] && [ "$nowsize" -le ${tailBytes} ]; then send "$f0" "$1" 0 "$nowsize" "$nowino"; else first "$1"; fi
  elif [ "$wasino" != "$nowino" ]; then
    old "$1" || say g "$1" gone
    send "$f0" "$1" 0 "$nowsize" "$nowino"
  elif [ "$nowsize" -lt "$seen" ] || ! proved "$f0" "$seen" "$count" "$digest"; then
    why=gone; [ "$nowsize" -lt "$seen" ] && why=shorter
    old "$1" || say g "$1" "$why"
    send "$f0" "$1" 0 "$nowsize" "$nowino"
  elif [ "$nowsize" -gt "$wasoff" ]; then
    send "$f0" "$1" "$wasoff" "$nowsize" "$nowino"
  fi
  if [ "$told" != live ]; then say l "$1"; fi
  eval "w$1=live i$1=$nowino o$1=$nowsize s$1=$nowsize c$1=0"
}
${patterns === undefined ? 'seek() { :; }' : seekFunction(patterns)}
say h
while :; do
  x=0
  while [ "$x" -lt "$n" ]; do one "$x"; x=$((x + 1)); done
  ${follow ? '' : 'say e; exit 0'}
  seek
  beat=$((beat + 1))
  if [ "$beat" -ge $((per * ${beatSeconds})) ]; then say h; beat=0; fi
  sleep "$nap"
done`;
}

/** What matches is compared as one text: that needs no program, however often it is done. */
function seekFunction({ words, everySeconds }: FollowedPatterns): string {
  return `known=? looks=0
seek() {
  looks=$((looks + 1)); [ "$looks" -ge $((per * ${everySeconds})) ] || return 0
  looks=0 all=
  for g in ${words.join(' ')}; do [ -f "$g" ] && all="$all
$g"; done
  [ "$all" = "$known" ] || say n
  known=$all
}`;
}

/** A part of a SHA-256 that no file comes by unless it is meant to. */
function digestOf(place: FilePlace | null): string {
  if (place === null || place.proof.length === 0) return '-';
  return createHash('sha256').update(place.proof).digest('hex').slice(0, 32);
}
