/** Which pod answers: asked of PID 1's environment, then of the file that RunPod leaves for logins, then of the login. */
import { randomBytes } from 'node:crypto';
import type { SshEndpoint } from '../fleet/pod.ts';
import type { Connection } from './connection.ts';
import { type Outcome, protocolFailure } from './failure.ts';
import { runScript } from './run-script.ts';
import type { LinkTimings } from './timings.ts';

/** null: the machine does not say. A failure where no POSIX shell answers. */
export async function askPodId({
  connection,
  endpoint,
  timings,
}: {
  readonly connection: Connection;
  readonly endpoint: SshEndpoint;
  readonly timings: LinkTimings;
}): Promise<Outcome<string | null>> {
  const mark = randomBytes(16).toString('hex');
  const run = await runScript({
    connection,
    endpoint,
    command: 'sh -s',
    input: podIdScript(mark),
    timeoutMs: timings.bootstrapTimeoutMs,
    waitedFor: 'answer of the shell',
  });
  if (!run.ok) return run;
  // What is no id of RunPod's stands in no message.
  const [, podId] = new RegExp(`^@${mark} pod ([\\w-]{0,64})\\r?$`, 'm').exec(run.value.output) ?? [];
  if (podId === undefined) {
    return { ok: false, failure: protocolFailure(endpoint, 'The pod runs no POSIX shell over SSH.') };
  }
  return { ok: true, value: podId === '' ? null : podId };
}

function podIdScript(mark: string): string {
  return `{
p=$(tr '\\0' '\\n' </proc/1/environ 2>/dev/null | sed -n 's/^RUNPOD_POD_ID=//p' 2>/dev/null)
if [ -z "$p" ]; then p=$(sed -n 's/^export  *RUNPOD_POD_ID="*\\([^"]*\\)"*$/\\1/p' /etc/rp_environment 2>/dev/null); fi
if [ -z "$p" ]; then p=$RUNPOD_POD_ID; fi
case $p in *[!A-Za-z0-9_-]*) p= ;; esac
printf '\\n@%s pod %s\\n' ${mark} "$p"
}
`;
}
