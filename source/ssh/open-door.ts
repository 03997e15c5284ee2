/** One door to a pod: a connection whose pod has said who it is, and what can be done through it. */
import type { Connection, Extras } from './connection-types.ts';
import { findAgent } from './door-agent.ts';
import { runCommand } from './door-command.ts';
import { askPodId } from './door-identity.ts';
import type { Outcome } from './failure.ts';
import { patientConnection } from './patient-connection.ts';
import type { AgentCall, PodDoor } from './pod-door.ts';
import { strangerFailure } from './pod-identity.ts';
import { runScript } from './run-script.ts';
import type { LinkTarget } from './telemetry.ts';
import type { TrustNote } from './trust-verdict.ts';
import { connectTrusted, type LinkContext, rememberKey, type Trusted } from './trusted-connection.ts';

export type DoorOptions = {
  readonly context: LinkContext;
  readonly target: LinkTarget;
  /** Ends the opening, not the open door. */
  readonly signal: AbortSignal;
};

/** Never throws. Leaves nothing open where it fails. */
export async function openDoor(options: DoorOptions): Promise<Outcome<PodDoor>> {
  const { target, signal, context } = options;
  const connected = await connectTrusted(options);
  if (!connected.ok) return connected;
  const { trust } = connected.value;
  const connection = patientConnection(connected.value.connection);
  const giveUp = () => connection.destroy();
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  const said = await askPodId({ connection, endpoint: target.endpoint, timings: context.timings });
  signal.removeEventListener('abort', giveUp);
  const failure = said.ok ? strangerFailure(target, said.value) : said.failure;
  if (failure !== null) {
    connection.destroy();
    return { ok: false, failure };
  }
  return { ok: true, value: await doorOf(options, { connection, trust }) };
}

async function doorOf({ context, target }: DoorOptions, { connection, trust }: Trusted): Promise<PodDoor> {
  const { endpoint } = target;
  const notes: TrustNote[] = [...(await rememberKey(trust))];
  const found = new Map<boolean, Promise<Outcome<AgentCall | null>>>();

  function agent(own: boolean): Promise<Outcome<AgentCall | null>> {
    const before = found.get(own);
    if (before !== undefined) return before;
    const asked = findAgent({
      connection,
      endpoint,
      agentProgram: context.agentProgram,
      timings: context.timings,
      own,
      onNote: (text) => notes.push({ level: 'info', text }),
    });
    found.set(own, asked);
    // What failed for a moment's reason may be asked again.
    void asked.then(({ ok }) => ok || found.delete(own));
    return asked;
  }

  return {
    ...extrasOf(connection),
    ...(connection.terminalCount === undefined ? {} : { terminalCount: connection.terminalCount }),
    transport: connection.transport,
    notes,
    closed: connection.closed,
    agent: ({ own = false } = {}) => agent(own),
    run: (command) => runCommand(connection, command),
    script: ({ text, ...limits }) =>
      runScript({
        ...limits,
        connection,
        endpoint,
        command: 'sh -s',
        input: text,
        waitedFor: 'end of the script',
      }),
    async close() {
      connection.destroy();
      await connection.closed;
    },
  };
}

/** Only what the transport has: whoever looks for a member must not find one that answers nothing. */
function extrasOf({ shell, openStream, shellProgram }: Connection): Extras {
  return {
    ...(shell === undefined ? {} : { shell }),
    ...(openStream === undefined ? {} : { openStream }),
    ...(shellProgram === undefined ? {} : { shellProgram }),
  };
}
