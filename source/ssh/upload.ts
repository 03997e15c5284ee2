/**
 * The agent's file on its way to a pod: through `cat`, not SFTP, because that works past login shells that talk.
 * It is written under a random name into a folder for the user alone, its hash is checked there, and then it is renamed.
 */
import { randomBytes } from 'node:crypto';
import type { SshEndpoint } from '../fleet/pod.ts';
import type { Connection } from './connection.ts';
import { type Outcome, protocolFailure } from './failure.ts';
import { runScript } from './run-script.ts';
import { quoted } from './shell-quote.ts';
import type { LinkTimings } from './timings.ts';

export type AgentProgram = { readonly bytes: Uint8Array; readonly sha256: string };

/** Below the home folder of the user that logs in. */
export const agentFolder = '.cache/pod-engine';

/** With the ending that tells Node 18 and 20 that it is an ES module; there is no package.json beside it. */
export function agentFileName(sha256: string): string {
  return `pod-agent-${sha256.slice(0, 12)}.mjs`;
}

/** What prints the SHA-256 of standard input: a tool if there is one, else Node, which there is. */
export function hashCommand(nodePath: string): string {
  const script =
    'const h=require("crypto").createHash("sha256");process.stdin.on("data",d=>h.update(d)).on("end",()=>console.log(h.digest("hex")))';
  return `if command -v sha256sum >/dev/null; then sha256sum; else ${quoted(nodePath)} -e ${quoted(script)}; fi`;
}

export async function uploadAgent(options: {
  readonly connection: Connection;
  readonly endpoint: SshEndpoint;
  readonly program: AgentProgram;
  readonly nodePath: string;
  readonly timings: LinkTimings;
}): Promise<Outcome<null>> {
  const { connection, endpoint, program, timings } = options;
  const mark = randomBytes(8).toString('hex');
  const run = await runScript({
    connection,
    endpoint,
    command: `sh -c ${quoted(uploadScript({ ...options, mark }))}`,
    input: program.bytes,
    timeoutMs: timings.uploadTimeoutMs,
    waitedFor: 'end of the upload',
  });
  if (!run.ok) return run;
  const { end, output } = run.value;
  if (end.exitCode === 0 && output.includes(`@${mark} kept`)) return { ok: true, value: null };
  const reason =
    reasons.get(end.exitCode ?? -1) ?? `it ended with ${end.exitCode ?? end.signal ?? 'nothing'}`;
  return { ok: false, failure: protocolFailure(endpoint, `The agent could not be uploaded: ${reason}.`) };
}

const reasons: ReadonlyMap<number, string> = new Map([
  [71, `the folder ~/${agentFolder} cannot be made`],
  [72, 'it cannot be written, the disk may be full'],
  [73, 'what arrived is not what was sent'],
]);

/** One line: some login shells do not take more within quotes. */
function uploadScript({
  program,
  nodePath,
  mark,
}: {
  readonly program: AgentProgram;
  readonly nodePath: string;
  readonly mark: string;
}): string {
  const temporary = `.upload-${randomBytes(8).toString('hex')}`;
  return [
    'umask 077',
    `d="$HOME/${agentFolder}"; t="$d/${temporary}"`,
    'mkdir -p "$d" && chmod 700 "$d" || exit 71',
    'trap \'rm -f "$t"\' 0 1 2 15',
    'cat >"$t" || exit 72',
    `s=$( (${hashCommand(nodePath)}) <"$t")`,
    `case $s in ${program.sha256}*) ;; *) exit 73 ;; esac`,
    `mv -f "$t" "$d/${agentFileName(program.sha256)}" || exit 72`,
    `printf "\\n@%s kept\\n" ${mark}`,
  ].join('; ');
}
