/**
 * What the script of a diagnosis is made of. POSIX sh: dash, bash and busybox ash. It writes no file.
 *
 * Whatever may hang is asked in the background, in several rows at once, within its own time; its answer is held and
 * printed whole by whoever has the turn. The turn is one byte in a pipe, which needs no file either: the pipe's reader
 * opens it for writing through /proc. Where that cannot be, the rows are gone through one after the other.
 */
import { maxFileBytes } from '../../../pod-agent/host/file-failure.ts';

/** As much as the agent takes of a file in the pod: the socket table of a crowded one is megabytes long. */
export const maxAnswerBytes = maxFileBytes;
export const maxErrorBytes = 16 * 1024;

/** Its variables, `n` the mark's nonce among them, are the shell's own: what it runs is not told them. */
export function preamble(nonce: string): string {
  return `n=${nonce}
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/nvidia/bin:/usr/local/cuda/bin:/opt/rocm/bin
LC_ALL=C; export PATH LC_ALL
exec 6>&1 2>/dev/null
turn=; if ( : 9<>/proc/self/fd/0 ); then exec 9<>/proc/self/fd/0; turn=1; else exec 9</dev/null; fi
exec </dev/null`;
}

/**
 * What is beyond its time is killed with all that it has started: by the timeout of coreutils, which does so, else as a
 * process group of its own. A child that lived on would hold the answer's pipe, and with it its row.
 *
 * An answer is `begin KEY`, its text, `err`, what was complained, `rc EXIT-CODE`, `end KEY CENTISECONDS`, each behind a
 * line's end and the mark.
 */
export const functions = `take() { if [ "$turn" ]; then read -r x <&9; fi; }
give() { if [ "$turn" ]; then echo >&9; fi; }
say() { printf '\\n@%s %s\\n' "$n" "$*" >&6 || exit 1; }
clock() { if read -r u x </proc/uptime; then now=\${u%.*}\${u#*.}; else now=0 u=-; fi; }
at() { clock; take; say at "$1" "$u" "$(date +%s)"; give; }
if [ "$(head -c 1 /dev/zero | wc -c)" -eq 1 ]; then first() { head -c "$@"; }; else first() { shift; cat "$@"; }; fi
alone=; if setsid true; then alone=setsid; fi
case $(timeout --version) in
*coreutils*) limited() { timeout -s KILL "$@"; } ;;
*) limited() {
  l=$1; shift
  $alone "$@" & p=$!
  ( exec >/dev/null 2>&1 6>&- 9<&-; while [ "$l" -gt 0 ]; do sleep 1; l=$((l - 1)); done; kill -s KILL \${alone:+--} "\${alone:+-}$p" ) & q=$!
  wait "$p"; r=$?; kill "$q"; return "$r"
} ;;
esac
runs() { case $1 in */*) [ -f "$1" ] && [ -x "$1" ] ;; *) command -v "$1" >/dev/null ;; esac; }
show() {
  take; say begin "$1"
  e=$(first ${maxAnswerBytes} "$2" 2>&1 >&6); r=$?
  printf '\\n@%s err\\n%s\\n@%s rc %s\\n@%s end %s 0\\n' "$n" "$e" "$n" "$r" "$n" "$1" >&6
  give
}
gather() {
  k=$1; shift
  if [ ! -e "$1" ]; then take; say none "$k"; give; return; fi
  take; say begin "$k"
  cat "$@" | first ${maxAnswerBytes} >&6
  printf '\\n@%s err\\n\\n@%s rc 0\\n@%s end %s 0\\n' "$n" "$n" "$n" "$k" >&6
  give
}
ask() {
  k=$1 s=$2 c=$3; shift 3
  if ! runs "$1"; then take; say none "$k"; give; return; fi
  clock; b=$now
  o=$( exec 3>&1
    e=$( { { { limited "$s" "$@" 3>&- 4>&- 6>&- 9<&-; r=$?; printf '\\n@%s rc %s' "$n" "$r" >&2; } 2>&4 | first "$c" >&3; } 4>&1; } | first ${maxErrorBytes} )
    printf '\\n@%s err\\n%s' "$n" "$e" )
  clock
  take; printf '\\n@%s begin %s\\n%s\\n@%s end %s %s\\n' "$n" "$k" "$o" "$n" "$k" $((now - b)) >&6 || exit 1; give
}
size() { ask "$1" "$2" 4096 sh -c '${filesystemCommand()}' sh "$3"; }
web() { ask "$1" "$2" 32768 sh -c "$webscript" sh "$2" "$3" "$4"; }`;

/** What statfs(2) says, or without a stat that can ask for it, what df says of it. Within single quotes. */
function filesystemCommand(): string {
  return `if [ ! -e "$1" ]; then echo "No such file" >&2; exit 1; fi; stat -f -c "%S %b %f %a %c %d" "$1" 2>/dev/null || df -Pk "$1" | { read -r x && read -r x y z w x && echo "1024 $y $((y - z)) $w 0 0"; }`;
}

/** Waits for the rows in the background, but not beyond the seconds given: who hangs then is left alone. */
export function waiting(seconds: number): string {
  return `if [ "$rows" ]; then
( exec >/dev/null 6>&- 9<&-; i=0; while [ "$i" -lt ${seconds} ]; do sleep 1; i=$((i + 1)); done; kill -KILL $rows ) & q=$!
wait $rows
kill "$q"
fi`;
}
