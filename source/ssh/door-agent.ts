/** Finds the agent of a pod: the one that its image brings, else this console's own where there is a Node to run it. */
import { randomBytes } from 'node:crypto';
import type { Outcome } from './failure.ts';
import { type OwnAgentOptions, ownAgentLine, prepareOwnAgent } from './own-agent.ts';
import type { AgentCall } from './pod-door.ts';
import { runScript } from './run-script.ts';

export type FindAgentOptions = OwnAgentOptions & {
  /** Passes over the image's agent. */
  readonly own: boolean;
  /** For the operator: why there is none. */
  onNote(text: string): void;
};

/** A failure is one of the connection. */
export async function findAgent(options: FindAgentOptions): Promise<Outcome<AgentCall | null>> {
  if (!options.own) {
    const line = (verb: string) => `pod-agent ${verb}`;
    const installed = await versionOf(options, line);
    if (!installed.ok) return installed;
    if (installed.value !== null) {
      return { ok: true, value: { line, origin: 'installed', version: installed.value } };
    }
  }
  const own = await prepareOwnAgent(options);
  if (!own.ok) return own;
  if (own.value.kind === 'none') {
    if (own.value.why !== null) options.onNote(own.value.why);
    return { ok: true, value: null };
  }
  const { nodePath, agentPath } = own.value;
  const line = (verb: string) => ownAgentLine({ nodePath, agentPath }, verb);
  const version = await versionOf(options, line);
  if (!version.ok) return version;
  if (version.value !== null) return { ok: true, value: { line, origin: 'own', version: version.value } };
  options.onNote('The agent was uploaded but does not run there.');
  return { ok: true, value: null };
}

/** Run as its verbs will be, by the login shell. null where it is not there, fails, or says nothing in time. */
async function versionOf(
  { connection, endpoint, timings }: FindAgentOptions,
  line: AgentCall['line'],
): Promise<Outcome<string | null>> {
  const mark = randomBytes(8).toString('hex');
  const run = await runScript({
    connection,
    endpoint,
    // The mark in front tells the answer from a login shell's noise without a newline.
    command: `printf '\\n@%s ' ${mark}; ${line('--version')}`,
    input: '',
    timeoutMs: timings.helloTimeoutMs,
    waitedFor: "agent's version",
  });
  // Where it is the connection that hangs, the next question will say so.
  if (!run.ok) return run.failure.kind === 'timeout' ? { ok: true, value: null } : run;
  const [, version] = new RegExp(`^@${mark} ([\\w.+-]{1,64})\\r?$`, 'm').exec(run.value.output) ?? [];
  return { ok: true, value: run.value.end.exitCode === 0 ? (version ?? null) : null };
}
