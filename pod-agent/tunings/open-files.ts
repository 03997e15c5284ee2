/**
 * How many files and sockets a process may have open. Anybody may raise the soft limit to the hard one; raising that
 * one takes CAP_SYS_RESOURCE, which containers do not have by default. Node raises its own soft limit when it starts.
 */
import { type Limit, limitText, openFilesLimit } from './process-limits.ts';
import { describeLimits, limitsOf, type ProcessLimit, processNames, setLimit } from './processes.ts';
import type { Attempt, Changeable, Look, Machine, Refusal, Tuning } from './tuning.ts';

const wanted = 65_536;

export const openFiles: Tuning = {
  id: 'open-files',
  title: 'Files and sockets that a process may have open',
  wanted: String(wanted),
  scope: 'process',
  fix: `Start the container with --ulimit nofile=${wanted}:${wanted}; a hard limit is set by who starts it.`,
  look,
  apply,
};

async function look(machine: Machine): Promise<Look> {
  const limits = await limitsOf(machine, openFilesLimit);
  return 'reason' in limits ? { kind: 'unread', reason: limits.reason } : lookAt(limits);
}

function lookAt(limits: readonly ProcessLimit[]): Look {
  const value = describeLimits(limits, ({ soft, hard }) =>
    soft >= wanted ? limitText(soft) : `${limitText(soft)} of ${limitText(hard)}`,
  );
  return {
    kind: 'read',
    value,
    missing: limits.reduce((sum, { soft }) => sum + Math.max(0, wanted - soft), 0),
    atLimit: limits.every(isAtLimit),
    clause: `the soft limit in /proc/PID/limits is ${value}`,
  };
}

function isAtLimit({ soft, hard }: Limit): boolean {
  return soft >= Math.min(wanted, hard);
}

async function apply(machine: Changeable): Promise<Attempt> {
  const limits = await limitsOf(machine, openFilesLimit);
  const low = 'reason' in limits ? [] : limits.filter(({ soft }) => soft < wanted);
  let refusal: Refusal | null = null;
  for (const limit of low) refusal = (await raise(machine, limit)) ?? refusal;
  return { tried: `Raising it to ${wanted} with prlimit for ${processNames(low)}`, refusal };
}

/** As far as it goes. The refusal is that of the whole wish. */
async function raise(machine: Changeable, limit: ProcessLimit): Promise<Refusal | null> {
  const { processId, soft, hard } = limit;
  if (hard >= wanted) return setLimit(machine, { processId, resource: 'nofile', soft: wanted });
  const refusal = await setLimit(machine, { processId, resource: 'nofile', soft: wanted, hard: wanted });
  if (refusal !== null && soft < hard) await setLimit(machine, { processId, resource: 'nofile', soft: hard });
  return refusal;
}
