/** Limits that make the next start or the next connection fail: the number of processes, and open files. */
import { figure, file, textOf } from '../../collectors/proc-text.ts';
import type { CommandSource, Source } from '../../host/host.ts';
import type { Draft, Seen } from '../check.ts';
import { draft } from '../machine/draft.ts';

const ownLimit = file('/sys/fs/cgroup/pids.max', 'once');
const ownCount = file('/sys/fs/cgroup/pids.current', 'once');
const oldLimit = file('/sys/fs/cgroup/pids/pids.max', 'once');
const oldCount = file('/sys/fs/cgroup/pids/pids.current', 'once');

/** The first process, nginx, and whatever else has many files open: `files PID OPEN LIMIT NAME`. No program is started for it. */
const script = `
for folder in /proc/[0-9]*; do
  pid=\${folder#/proc/}
  read -r name <"$folder/comm" || continue
  set -- "$folder"/fd/*
  [ $# -ge 200 ] || [ "$pid" = 1 ] || [ "$name" = nginx ] || continue
  [ -e "$1" ] || [ -L "$1" ] || continue
  while read -r one two three soft rest; do
    [ "$one $two $three" = 'Max open files' ] && echo "files $pid $# $soft $name"
  done <"$folder/limits"
done 2>/dev/null
`;

const openFiles: CommandSource = {
  kind: 'command',
  id: 'open files',
  cadence: 'once',
  argv: ['sh', '-c', script],
  timeoutMs: 2000,
};

export const limitSources: readonly Source[] = [ownLimit, ownCount, oldLimit, oldCount, openFiles];

const warnPercent = 85;
const failPercent = 95;

export function limitDrafts(seen: Seen): readonly Draft[] {
  return [...countDrafts(seen), ...fileDrafts(seen)];
}

function countDrafts({ answers }: Seen): readonly Draft[] {
  const limit = figure(textOf(answers, ownLimit) ?? textOf(answers, oldLimit));
  const count = figure(textOf(answers, ownCount) ?? textOf(answers, oldCount));
  if (limit === null || count === null || limit <= 0) return [];
  const percent = (count / limit) * 100;
  if (percent < warnPercent) return [];
  return [
    draft({
      id: 'processes-limit',
      title: `${count} of ${limit} processes and threads that the container may have are there`,
      status: percent >= failPercent ? 'fail' : 'warn',
      scope: 'container',
      evidence: [
        {
          what: 'processes and threads',
          value: String(count),
          expected: `less than ${warnPercent} % of ${limit}`,
          source: ownCount.path,
        },
      ],
      causes: [
        'A program starts processes or threads without end.',
        'Zombies hold the numbers.',
        "Libraries start a thread for each of the host's cores.",
      ],
      impact: 'Starting anything fails with "Resource temporarily unavailable".',
      fix: {
        text: 'See which program has most ("ps axo comm= | sort | uniq -c | sort -n | tail"), and restart it with fewer workers.',
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'Limits of processes',
    }),
  ];
}

function fileDrafts({ answers }: Seen): readonly Draft[] {
  const lines = (textOf(answers, openFiles) ?? '').matchAll(
    /^files (\d{1,10}) (\d{1,10}) (\d{1,20}) (.{1,64})$/gm,
  );
  return [...lines].flatMap(([, pid, open, limit, name = '']) => {
    const percent = (Number(open) / Number(limit)) * 100;
    return percent < warnPercent
      ? []
      : [openFilesDraft({ pid, open, limit, name, isFull: percent >= failPercent })];
  });
}

function openFilesDraft(given: {
  readonly pid: string | undefined;
  readonly open: string | undefined;
  readonly limit: string | undefined;
  readonly name: string;
  readonly isFull: boolean;
}): Draft {
  const { pid, open, limit, name, isFull } = given;
  return draft({
    id: `processes-open-files:${pid}`,
    title: `${name} has ${open} of ${limit} files open that it may have`,
    status: isFull ? 'fail' : 'warn',
    scope: 'container',
    evidence: [
      {
        what: `open files of ${name} (process ${pid})`,
        value: String(open),
        expected: `less than ${warnPercent} % of ${limit}`,
        source: `/proc/${pid}/fd`,
      },
    ],
    causes: [
      'It does not close files or connections.',
      'More connections come than the limit was meant for.',
    ],
    impact: 'New connections and files fail with "Too many open files".',
    fix: {
      text: `Raise the limit up to the hard one ("prlimit --pid ${pid} --nofile=65536"), or restart ${name}.`,
      command: `prlimit --pid ${pid} --nofile="$(prlimit --pid ${pid} --nofile --output HARD --noheadings | tr -d ' ')"`,
      safe: true,
      reversible: true,
    },
    documentation: 'Limits of processes',
  });
}
