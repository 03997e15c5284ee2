/** This console's own agent made ready on a pod that has Node: found there from before, else uploaded. */
import { randomBytes } from 'node:crypto';
import type { SshEndpoint } from '../fleet/pod.ts';
import { type BootstrapFacts, bootstrapScript, oldestNodeMajor, readBootstrap } from './bootstrap-script.ts';
import type { Connection } from './connection.ts';
import { type Outcome, protocolFailure } from './failure.ts';
import { runScript } from './run-script.ts';
import { quoted } from './shell-quote.ts';
import type { LinkTimings } from './timings.ts';
import { type AgentProgram, uploadAgent } from './upload.ts';

export type OwnAgentOptions = {
  readonly connection: Connection;
  readonly endpoint: SshEndpoint;
  readonly agentProgram: () => Promise<AgentProgram>;
  readonly timings: LinkTimings;
};

export type OwnAgent =
  | { readonly kind: 'ready'; readonly nodePath: string; readonly agentPath: string }
  /** `why`: a sentence for the operator; null where there is simply no Node. */
  | { readonly kind: 'none'; readonly why: string | null };

/** A failure is one of the connection. */
export async function prepareOwnAgent(options: OwnAgentOptions): Promise<Outcome<OwnAgent>> {
  const program = await readProgram(options);
  if ('why' in program) return none(program.why);
  const { connection, endpoint, timings } = options;
  const asked = await askForNode(options, program);
  if (!asked.ok) return asked;
  const { nodePath, nodeMajor, agentPath, isCached } = asked.value;
  if (nodePath === null || nodeMajor === null || agentPath === null) return none(null);
  if (nodeMajor < oldestNodeMajor) {
    return none(`The pod's Node is version ${nodeMajor}, the agent needs ${oldestNodeMajor}.`);
  }
  const ready = { ok: true, value: { kind: 'ready', nodePath, agentPath } } as const;
  if (isCached) return ready;
  const sent = await uploadAgent({ connection, endpoint, program, nodePath, timings });
  if (sent.ok) return ready;
  return sent.failure.kind === 'protocol' ? none(sent.failure.message) : sent;
}

/** The beginning of a shell line. Through sh, because a restricted login shell runs no program by its path. */
export function ownAgentLine(
  { nodePath, agentPath }: { readonly nodePath: string; readonly agentPath: string },
  verb: string,
): string {
  return `sh -c ${quoted(`exec ${quoted(nodePath)} ${quoted(agentPath)} ${verb}`)}`;
}

function none(why: string | null): Outcome<OwnAgent> {
  return { ok: true, value: { kind: 'none', why } };
}

async function readProgram({
  agentProgram,
}: OwnAgentOptions): Promise<AgentProgram | { readonly why: string }> {
  try {
    return await agentProgram();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { why: `The agent cannot be uploaded: ${reason}` };
  }
}

async function askForNode(
  { connection, endpoint, timings }: OwnAgentOptions,
  { sha256 }: AgentProgram,
): Promise<Outcome<BootstrapFacts>> {
  const mark = randomBytes(16).toString('hex');
  const run = await runScript({
    connection,
    endpoint,
    command: 'sh -s',
    input: bootstrapScript({ mark, sha256 }),
    timeoutMs: timings.bootstrapTimeoutMs,
    waitedFor: 'answer of the shell',
  });
  if (!run.ok) return run;
  const facts = readBootstrap(run.value.output, mark);
  return facts === null
    ? { ok: false, failure: protocolFailure(endpoint, 'The pod runs no POSIX shell over SSH.') }
    : { ok: true, value: facts };
}
