/**
 * The probe: one POSIX shell script, made from the collectors' sources, that stands in for the agent where a pod has
 * no Node. It runs in dash, bash and busybox ash, writes no file, and ends when its input or its channel closes.
 *
 * What it prints, each line after an empty one, all beginning with `@NONCE `, which nothing it reads can guess:
 *
 *     hello WALL-SECONDS UPTIME          once, first
 *     about NAME VALUE                   facts of the machine
 *     tick UPTIME                        a sample begins
 *     none NUMBER absent|denied          a source that is not there
 *     files NUMBER...                    then the files' texts, behind each a line with the boot id, then `end`
 *     value NUMBER EXIT-CODE             then a command's text, then `end`
 *     done UPTIME STAT                   the sample is complete; STAT is the shell's own /proc/PID/stat, for its cost
 *
 * Files are read by one `cat` a sample. Commands run beside, so that a driver or a network volume that hangs holds
 * nothing up, and print their whole answer in one write while the shell sleeps.
 */
import { nvidiaFormat, nvidiaHelp, plainFields } from '../../pod-agent/collectors/gpu/fields.ts';
import { type Cadence, type CommandSource, type Source, warmEveryMs } from '../../pod-agent/host/host.ts';
import { type ProbeSource, probeSources } from './probe-sources.ts';
import { quoted } from './shell-quote.ts';

export type ProbeOptions = { readonly nonce: string; readonly intervalMs: number };

/** To be sent to the input of `sh -s`, which must then be kept open. */
export function probeScript({ nonce, intervalMs }: ProbeOptions, sources = probeSources): string {
  // In braces, so that the shell has read all of it before the first command runs: they share one input.
  return `{\n${preamble(nonce)}\n${functions}\n${greeting(sources)}\n${loop(sources, intervalMs)}\n}\n`;
}

/** Of these variables of PID 1 the values are printed, and of no others: a pod's environment holds secrets. */
export function environmentNames(sources: readonly ProbeSource[] = probeSources): readonly string[] {
  const asked = sources.flatMap(({ source }) => (source.kind === 'environment' ? source.names : []));
  return [...new Set([...asked, ...publicVariables])];
}

const publicVariables = ['RUNPOD_POD_ID', 'RUNPOD_DC_ID', 'RUNPOD_GPU_COUNT', 'RUNPOD_GPU_NAME'];

function preamble(nonce: string): string {
  return `n=${quoted(nonce)}
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/nvidia/bin:/usr/local/cuda/bin:/opt/rocm/bin
LC_ALL=C; export PATH LC_ALL
exec 3<&0 </dev/null 2>/dev/null
(while read -r x; do :; done; kill -TERM $$) <&3 >/dev/null &
exec 3<&-`;
}

const functions = `say() { printf '\\n@%s %s\\n' "$n" "$*" || exit 1; }
clock() { if read -r u x </proc/uptime; then now=\${u%.*}\${u#*.}; else now=$((now + cs)); u=-; fi; }
show() { if [ "$b" = "$d" ]; then cat "$@"; else for x; do if [ "$x" = - ]; then printf '%s\\n' "$s"; else cat "$x"; fi; done; fi; }
f() { if [ -r "$2" ]; then a="$a $2 $b" i="$i $1"; elif [ -e "$2" ]; then say none "$1" denied; else say none "$1" absent; fi; }
g() { for x in $2; do break; done; if [ -e "$x" ]; then a="$a $2 $b" i="$i $1"; else say none "$1" absent; fi; }
flush() { [ "$i" ] || return 0; say "files$i"; show $a; say end; a= i=; }
value() { printf '\\n@%s value %s %s\\n%s\\n@%s end\\n' "$n" "$1" "$2" "$3" "$n"; }
unlimited() { shift; "$@"; }
run() { k=$1 l=$2; shift 2; o=$($limit "$l" "$@" 2>&1); value "$k" $? "$o"; }
size() {
  o=$($limit "$2" stat -f -c '%S %b %f %a %c %d' "$3" 2>&1); r=$?
  case $r in 0|124|137|143) ;; *)
    o=$($limit "$2" df -Pk "$3" 2>&1); r=$?
    [ $r = 0 ] && o=$(echo "$o" | { read -r x; read -r x y z w x; echo "1024 $y $((y - z)) $w 0 0"; }) ;;
  esac
  value "$1" $r "$o"
}
free() {
  eval "p=\\\${job$1-} t=\\\${at$1-} w=\\\${gap$1:-0}"; [ "$p" ] || return 0
  if [ $((now - t)) -lt "$w" ]; then return 1; fi
  if kill -0 "$p"; then
    eval "gap$1=500"
    if [ $((now - t)) -gt $(($2 * 100 + 200)) ]; then value "$3" 124 ''; fi
    return 1
  fi
  wait "$p"; eval "job$1= gap$1=0"
}
turn() { eval "o=\\\${once$1-1} w=\\\${warm$1-}"; if [ -z "$w" ] || [ $((now - w)) -ge ${warmEveryMs / 10} ]; then w=1; else w=; fi; }
begun() { eval "once$1= job$1=$2 at$1=$now"; if [ "$w" ]; then eval "warm$1=$now"; fi; }`;

function greeting(sources: readonly ProbeSource[]): string {
  const names = environmentNames(sources).map((name) => `${name}=*`);
  return `now=0 cs=0
clock
say hello "$(date +%s)" "$u"
d=/proc/sys/kernel/random/boot_id
if read -r s <$d; then b=$d; else s=$n b=-; fi
say about separator "$s"
if read -r x </proc/1/stat; then say about start "\${x##*) }"; fi
say about system "$(uname -srm)"
if read -r x </proc/sys/kernel/hostname; then say about hostname "$x"; fi
while IFS= read -r x; do case $x in PRETTY_NAME=*) say about os "\${x#*=}"; break ;; esac; done </etc/os-release
while IFS= read -r x; do case $x in 'model name'*) say about cpu "\${x#*: }"; break ;; esac; done </proc/cpuinfo
say about cores "$(getconf _NPROCESSORS_ONLN || nproc)"
say about page "$(getconf PAGESIZE)"
x=; read -r x </proc/1/environ
tr '\\0' '\\n' </proc/1/environ | while IFS= read -r x; do case $x in ${names.join('|')}) say about variable "$x" ;; esac; done
if [ "$x" ]; then say about environment read; else say about environment denied; fi
if timeout -s KILL 1 true; then limit='timeout -s KILL'; else limit=unlimited; fi
if sleep 0.01; then fraction=1; else fraction=; fi`;
}

function loop(sources: readonly ProbeSource[], intervalMs: number): string {
  return `cs=${Math.max(10, Math.round(intervalMs / 10))} first=1 warm= a= i=
while :; do
clock; began=$now
say tick "$u"
${files(sources, 'hot')}
due=; if [ -z "$warm" ] || [ $((now - warm)) -ge ${warmEveryMs / 10} ]; then due=1 warm=$now; fi
if [ "$due" ]; then
${files(sources, 'warm')}
fi
if [ "$first" ]; then
${files(sources, 'once')}
fi
flush
read -r own </proc/$$/stat
clock; say done "$u" "\${own##*) }"
if [ "$first" ]; then
${narrowing(sources)}
fi
${lanesOf(sources).map(laneText).join('\n')}
first=
clock; rest=$((cs - now + began))
if [ "$rest" -lt 5 ]; then rest=5; fi
if [ "$fraction" ]; then x=$((100 + rest % 100)); sleep $((rest / 100)).\${x#1}; else sleep $(((rest + 99) / 100)); fi
done`;
}

type Numbered = ProbeSource & { readonly number: number };

/** Files of one cadence, or `:` where there are none: a shell does not take an empty list of commands. */
function files(sources: readonly ProbeSource[], cadence: Cadence): string {
  const lines = sources.flatMap(({ source }, number) => {
    if (source.cadence !== cadence) return [];
    if (source.kind === 'file') return [`f ${number} ${plainPath(source.path)}`];
    return source.kind === 'files' ? [`g ${number} '${plainPath(source.glob)}'`] : [];
  });
  return lines.length === 0 ? ':' : lines.join('\n');
}

/** What is asked one after the other, beside the shell: all questions to one program, or to one filesystem. */
type Lane = {
  readonly name: number;
  /** To be there at all; null for filesystems. */
  readonly program: string | null;
  readonly members: readonly Numbered[];
};

function lanesOf(sources: readonly ProbeSource[]): readonly Lane[] {
  const lanes = new Map<string, Numbered[]>();
  for (const [number, entry] of sources.entries()) {
    const { source } = entry;
    if (source.kind !== 'command' && source.kind !== 'filesystem') continue;
    const key = source.kind === 'command' ? source.argv[0] : `filesystem ${source.path}`;
    lanes.set(key, [...(lanes.get(key) ?? []), { ...entry, number }]);
  }
  return [...lanes.values()].map((members, name) => {
    const source = members[0]?.source;
    return { name, program: source?.kind === 'command' ? source.argv[0] : null, members };
  });
}

/** A lane is taken up again only when it is free, so that a driver that hangs has one process waiting for it. */
function laneText({ name, program, members }: Lane): string {
  const of = (cadence: Cadence) => members.filter(({ source }) => source.cadence === cadence).map(lineOf);
  const totalSeconds = members.reduce((total, { source }) => total + timeoutSeconds(source), 0);
  const speaker = members.find(({ source }) => source.cadence === 'hot') ?? members[0];
  const isNeeded = of('hot').length > 0 ? '' : ' && [ "$o$w" ]';
  const text = `if free ${name} ${totalSeconds} ${speaker?.number ?? 0} && turn ${name}${isNeeded}; then
( ${[...of('hot'), ...guarded('o', of('once')), ...guarded('w', of('warm'))].join('\n')} ) &
begun ${name} $!
fi`;
  if (program === null) return text;
  const absent = members.map(({ number }) => `say none ${number} absent`).join('; ');
  return `if command -v ${quoted(program)} >/dev/null; then
${text}
elif [ "$due" ]; then ${absent}; fi`;
}

function guarded(flag: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`if [ "$${flag}" ]; then`, ...lines, 'fi'];
}

function lineOf({ source, fields, number }: Numbered): string {
  if (source.kind === 'filesystem') return `size ${number} ${timeoutSeconds(source)} ${quoted(source.path)}`;
  if (source.kind !== 'command') return ':';
  const words = fields === null ? source.argv.map(quoted).join(' ') : queryWords(source, number);
  return `run ${number} ${timeoutSeconds(source)} ${words}`;
}

function queryWords({ argv }: CommandSource, number: number): string {
  return `${quoted(argv[0])} "--query-gpu=$q${number}" ${nvidiaFormat}`;
}

/** One field that the driver does not know fails the whole query, so each is looked for in the driver's own help. */
function narrowing(sources: readonly ProbeSource[]): string {
  const queries = sources.flatMap(({ fields }, number) => {
    if (fields === null) return [];
    const cases = fields.map(
      (spellings) =>
        `case $h in ${spellings.map((name) => `*'"${name}"'*) q="$q,${name}" ;;`).join(' ')} esac`,
    );
    return [
      `q=\n${cases.join('\n')}\nq${number}=\${q#,}; [ "$q${number}" ] || q${number}=${plainFields.join(',')}`,
    ];
  });
  if (queries.length === 0) return ':';
  return `if command -v nvidia-smi >/dev/null; then
h=$($limit 10 ${nvidiaHelp.join(' ')})
case $h in *'"index"'*) ;; *) h= ;; esac
${queries.join('\n')}
h=
fi`;
}

/** Paths stand unquoted in the script's lists, so they must be of harmless characters. */
function plainPath(path: string): string {
  if (/^\/[\w./*[\]-]+$/.test(path)) return path;
  throw new Error(
    `The probe cannot read ${JSON.stringify(path)}: only letters, digits and ._-/*[] are allowed.`,
  );
}

function timeoutSeconds(source: Source): number {
  return 'timeoutMs' in source ? Math.max(1, Math.ceil(source.timeoutMs / 1000)) : 1;
}
