/** The script that asks a pod, over SSH, for its cards, its start and one of its own pages. POSIX sh; it writes no file. */
import { quoted } from '../../../ssh/shell-quote.ts';
import { webScript } from '../../shell-diagnosis/web-script.ts';

export type InsideQuestion = {
  /** null: no page is asked for. */
  readonly page: { readonly port: number; readonly path: string } | null;
  readonly asksGpus: boolean;
};

/** Longer than a page of health takes; a tool of the pod that hangs is ended by whoever runs the script. */
export const pageSeconds = 6;
const gpuSeconds = 10;

/**
 * Pieces of its output begin with a line `@NONCE NAME`; the last is named `over`. `boot` is the start of process 1: field 22
 * of its `stat` (proc(5)), the 20th behind the name in brackets.
 */
export function insideScript(nonce: string, { page, asksGpus }: InsideQuestion): string {
  return `{
n=${nonce}
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/nvidia/bin:/usr/local/cuda/bin
LC_ALL=C; export PATH LC_ALL
exec 6>&1 </dev/null
say() { printf '\\n@%s %s\\n' "$n" "$1"; }
say variable
c=$(tr '\\0' '\\n' </proc/1/environ 2>/dev/null | sed -n 's/^RUNPOD_GPU_COUNT=//p' 2>/dev/null)
if [ -z "$c" ]; then c=$(sed -n 's/^export  *RUNPOD_GPU_COUNT="*\\([^"]*\\)"*$/\\1/p' /etc/rp_environment 2>/dev/null); fi
if [ -z "$c" ]; then c=$RUNPOD_GPU_COUNT; fi
echo "$c"
say boot
sed 's/^.*) //' /proc/1/stat 2>/dev/null | cut -d ' ' -f 20
${page === null ? '' : pageText(page)}
${asksGpus ? gpusText : ''}
say over
}
`;
}

function pageText({ port, path }: NonNullable<InsideQuestion['page']>): string {
  return `say page
e=$(sh -c ${quoted(webScript)} sh ${pageSeconds} ${port} ${quoted(path)} 2>&1 >&6); r=$?
say "page-code $r"
say complaint
printf '%s\\n' "$e"`;
}

const gpusText = `if command -v nvidia-smi >/dev/null 2>&1; then
  t=; if command -v timeout >/dev/null 2>&1; then t='timeout ${gpuSeconds}'; fi
  say gpus
  $t nvidia-smi -L 2>&1; r=$?
  say "gpus-code $r"
else say no-gpu-tool; fi`;

export function endOfInside(nonce: string): string {
  return `\n@${nonce} over\n`;
}
