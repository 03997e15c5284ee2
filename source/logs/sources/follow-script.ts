/**
 * The script that reads files in a pod and goes on reading them: POSIX sh, with the tools of GNU or of busybox.
 *
 * `tail -F` over several files tells them apart by lines that a log could hold too, and cannot go on at a place after a
 * lost connection. So the script itself looks how long each file is, and sends what is new in one line: whose it is, which
 * inode, up to which byte, and the bytes in base64, which hold neither blanks nor line ends. Nothing that stands in a log
 * can be taken for one of the script's own words.
 */
import { quoted } from '../../ssh/shell-quote.ts';

export type FollowedFile = {
  readonly path: string;
  /** Where to go on; null: with the last lines. */
  readonly from: FilePlace | null;
};

export type FilePlace = { readonly inode: string; readonly offset: number };

export type FollowRequest = {
  readonly files: readonly FollowedFile[];
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

function followScript({ files, tail, follow, nonce }: FollowRequest): string {
  const places = files.map(
    ({ path, from }, index) =>
      `p${index}=${quoted(path)} i${index}=${from?.inode ?? '-'} o${index}=${from?.offset ?? 0} w${index}=`,
  );
  return `LC_ALL=C; export LC_ALL
m=${nonce} n=${files.length} tail=${tail} beat=0
${places.join('\n')}
if command -v base64 >/dev/null 2>&1; then enc() { base64 | tr -d '\\n'; }; k=b
else enc() { od -An -v -tx1 | tr -d ' \\n'; }; k=x; fi
if sleep 0.3 2>/dev/null; then nap=0.3 per=3; else nap=1 per=1; fi
say() { printf '%s %s\\n' "$m" "$*" || exit 0; }
look() { set -- $(ls -Lldin -- "$1" 2>/dev/null); case $2 in -*) ino=$1 size=$6;; ?*) ino=; what=kind;; *) ino=; what=absent;; esac; }
send() { # file index from to
  f=$1 at=$3 end=$4
  while [ "$at" -lt "$end" ]; do
    to=$((at + ${frameBytes})); [ "$to" -gt "$end" ] && to=$end
    printf '%s d %s %s %s %s ' "$m" "$2" "$5" "$to" "$k" || exit 0
    tail -c +$((at + 1)) -- "$f" 2>/dev/null | head -c $((to - at)) | enc
    printf '\\n' || exit 0
    at=$to
  done
}
old() { # the file that was renamed: index inode offset; a shorter one only was given the inode of one that is gone
  for r in "$f0".* "$f0"-*; do
    look "$r"
    if [ "$ino" = "$2" ] && [ "$size" -ge "$3" ]; then [ "$size" -gt "$3" ] && send "$r" "$1" "$3" "$size" "$2"; return 0; fi
  done
  return 1
}
first() { # index: its last lines
  from=0; [ "$size" -gt ${tailBytes} ] && from=$((size - ${tailBytes}))
  printf '%s d %s %s %s %s ' "$m" "$1" "$ino" "$size" "$k" || exit 0
  tail -c +$((from + 1)) -- "$f0" 2>/dev/null | head -c $((size - from)) | tail -n "$tail" | enc
  printf '\\n' || exit 0
}
one() { # index
  eval "f0=\\$p$1 wasino=\\$i$1 wasoff=\\$o$1 told=\\$w$1"
  look "$f0"
  if [ -z "$ino" ]; then
    if [ "$what" != "$told" ]; then say w "$1" "$what"; eval "w$1=$what"; fi
    return
  fi
  if [ ! -r "$f0" ]; then [ "$told" = unreadable ] || say w "$1" unreadable; eval "w$1=unreadable"; return; fi
  nowino=$ino nowsize=$size
  if [ "$told" != live ]; then say l "$1"; fi
  if [ "$wasino" = - ]; then
    if [ -n "$told" ]; then send "$f0" "$1" 0 "$nowsize" "$nowino"; else first "$1"; fi
  elif [ "$wasino" != "$nowino" ]; then
    old "$1" "$wasino" "$wasoff" && say r "$1" || say g "$1" gone
    send "$f0" "$1" 0 "$nowsize" "$nowino"
  elif [ "$nowsize" -lt "$wasoff" ]; then
    say g "$1" shorter
    send "$f0" "$1" 0 "$nowsize" "$nowino"
  else
    send "$f0" "$1" "$wasoff" "$nowsize" "$nowino"
  fi
  eval "w$1=live i$1=$nowino o$1=$nowsize"
}
say h
while :; do
  x=0
  while [ "$x" -lt "$n" ]; do one "$x"; x=$((x + 1)); done
  ${follow ? '' : 'say e; exit 0'}
  beat=$((beat + 1))
  if [ "$beat" -ge $((per * ${beatSeconds})) ]; then say h; beat=0; fi
  sleep "$nap"
done`;
}
