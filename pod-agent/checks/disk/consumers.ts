/**
 * What fills a disk, asked only where one is nearly full: a walk through a disk is not for every diagnosis.
 *
 * The walk has a deadline of its own and prints as it goes, so that what it found until then counts. It never leaves the
 * filesystem that it began in, and of a network volume nothing is walked: that can take minutes.
 */
import { textOf } from '../../collectors/proc-text.ts';
import type { Answers, CommandSource } from '../../host/host.ts';

export type Consumer = { readonly path: string; readonly bytes: number };

export type DeletedFile = {
  readonly path: string;
  readonly bytes: number;
  readonly pid: number;
  /** The kernel's short name of the process. */
  readonly program: string;
};

/** From this share of a disk on, `df` says that it is worth a walk. */
const walkFromPercent = 85;

const script = `
full() { df -P "$1" 2>/dev/null | awk 'NR > 1 && $1 !~ /^mfs#/ && $5 + 0 >= ${walkFromPercent} { found = 1 } END { exit !found }'; }
walk() { timeout 2 du -x -k "$@" 2>/dev/null | sed 's/^/used /'; }
if full /; then
  disk=$(stat -c %d /)
  set --
  for folder in /var/cache/apt/archives /root/.cache/pip /root/.cache/uv /root/.cache/huggingface /root/.cache/torch \\
    /var/log /tmp /var/tmp /root /home /opt /srv; do
    [ "$(stat -c %d "$folder" 2>/dev/null)" = "$disk" ] && set -- "$@" "$folder"
  done
  walk -s "$@" &
fi
if [ -d /workspace ] && full /workspace; then walk -d 1 /workspace & fi
if full / || { [ -d /workspace ] && full /workspace; }; then
  find /proc/[0-9]*/fd -type l -lname '/* (deleted)' 2>/dev/null | head -n 100 | while read -r link; do
    pid=\${link#/proc/}; pid=\${pid%%/*}
    case $(stat -L -c '%F' "$link" 2>/dev/null) in regular*) ;; *) continue ;; esac
    path=$(readlink "$link"); case $path in /memfd:*|/dev/*|/proc/*|/SYSV*) continue ;; esac
    echo "deleted $(stat -L -c '%s' "$link") $pid $(cat "/proc/$pid/comm") $path"
  done
fi
wait
`;

export const consumersSource: CommandSource = {
  kind: 'command',
  id: 'what fills the disk',
  cadence: 'once',
  argv: ['sh', '-c', script],
  timeoutMs: 2400,
};

const bytesPerKibibyte = 1024;
const smallest = 1024 * bytesPerKibibyte;
const mostListed = 40;

/** The largest first, from 1 MiB on; empty where nothing was walked. */
export function consumersIn(answers: Answers): readonly Consumer[] {
  const lines = (textOf(answers, consumersSource) ?? '').matchAll(/^used (\d{1,15})\t(\/[^\n]{0,300})$/gm);
  return [...lines]
    .map(([, kibibytes, path = '']) => ({ path, bytes: Number(kibibytes) * bytesPerKibibyte }))
    .filter(({ bytes }) => bytes >= smallest)
    .sort((left, right) => right.bytes - left.bytes)
    .slice(0, mostListed);
}

/** Files that have no name any more and hold their space until the process that has them open lets go. */
export function deletedFilesIn(answers: Answers): readonly DeletedFile[] {
  const lines = (textOf(answers, consumersSource) ?? '').matchAll(
    /^deleted (\d{1,15}) (\d{1,10}) ([^\n]{0,64}?) (\/[^\n]{0,300}) \(deleted\)$/gm,
  );
  const byPlace = new Map(
    [...lines].map(([, bytes, pid, program = '', path = '']) => [
      `${pid} ${path}`,
      { path, bytes: Number(bytes), pid: Number(pid), program },
    ]),
  );
  return [...byPlace.values()]
    .filter(({ bytes }) => bytes >= smallest)
    .sort((left, right) => right.bytes - left.bytes)
    .slice(0, mostListed);
}
