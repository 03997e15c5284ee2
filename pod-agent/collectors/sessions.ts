/** Who is in the machine: connections to sshd, from /proc/net/tcp, and terminals, from /proc/<pid>/stat (proc(5)). */
import type { EnvironmentSource } from '../host/host.ts';
import type { SessionsReading } from '../protocol/readings.ts';
import type { Collector } from './collector.ts';
import { file, textOf } from './proc-text.ts';
import { type ProcessEntry, processTable } from './process-table.ts';
import { processStats } from './processes.ts';

/** Tables of thousands of sockets are not read each second. */
const tcp = file('/proc/net/tcp', 'warm');
const tcp6 = file('/proc/net/tcp6', 'warm');

/** Where the agent starts sshd at another port than 22. */
const sshPort: EnvironmentSource = {
  kind: 'environment',
  id: 'port of sshd',
  cadence: 'once',
  names: ['POD_AGENT_SSH_PORT'],
};

const usualSshPort = 22;
const established = '01';

export const sessions: Collector<SessionsReading, SessionsReading> = {
  id: 'sessions',
  sources: [tcp, tcp6, sshPort, processStats],

  parse(answers) {
    const table = textOf(answers, tcp);
    const port = Number(/^POD_AGENT_SSH_PORT=(\d{1,5})$/m.exec(textOf(answers, sshPort) ?? '')?.[1]);
    const processes = processTable(textOf(answers, processStats) ?? '');
    return {
      // Without IPv6 there is no second table; without the first nothing is known.
      sshConnectionCount:
        table === null
          ? null
          : connectionsTo(port || usualSshPort, `${table}\n${textOf(answers, tcp6) ?? ''}`),
      // Whoever reads is a process, so that an empty table is one that could not be read.
      terminalCount: processes.length === 0 ? null : terminalsIn(processes),
    };
  },

  read: ({ now }) => now,
};

/** `   0: 0100007F:0016 0100007F:D431 01 …`: local and remote address, each with its port, and the state. */
function connectionsTo(port: number, table: string): number {
  const rows = table.matchAll(/^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) /gm);
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return [...rows].filter(([, local, state]) => local === wanted && state === established).length;
}

/**
 * What was left in tmux or screen has terminals with nobody at them; whoever comes back to it stands on one of their own.
 * The first process may have been given a terminal by the container's maker.
 */
function terminalsIn(processes: readonly ProcessEntry[]): number {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const first = byPid.get(1)?.terminal ?? 0;
  const attended = processes.filter(
    ({ terminal, name }) => terminal !== 0 && terminal !== first && !/getty/.test(name),
  );
  return new Set(attended.filter((process) => !isKept(process, byPid)).map(({ terminal }) => terminal)).size;
}

/** Deeper trees than this are none that people make. */
const maxDepth = 64;

/** A client of tmux is not below its server, and stands on the terminal of whoever sits there. */
function isKept(process: ProcessEntry, byPid: ReadonlyMap<number, ProcessEntry>): boolean {
  let parent = byPid.get(process.parentPid);
  for (let depth = 0; parent !== undefined && depth < maxDepth; depth++) {
    if (/^(tmux|screen)/i.test(parent.name)) return true;
    if (parent.pid === parent.parentPid) return false;
    parent = byPid.get(parent.parentPid);
  }
  return false;
}
