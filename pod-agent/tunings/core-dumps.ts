/**
 * A training process that crashes leaves a core as large as its memory on the container's disk, and Docker's default
 * lets it. Only the soft limit is lowered: who wants a core says `ulimit -c unlimited` before the program.
 */
import { coreSizeLimit, limitText } from './process-limits.ts';
import { describeLimits, limitsOf, type ProcessLimit, processNames, setLimit } from './processes.ts';
import type { Attempt, Changeable, Look, Machine, Refusal, Tuning } from './tuning.ts';

const patternPath = '/proc/sys/kernel/core_pattern';

export const coreDumps: Tuning = {
  id: 'core-dumps',
  title: 'Size of the core that a crash leaves on the disk',
  wanted: '0',
  scope: 'process',
  fix: 'Start the container with --ulimit core=0.',
  look,
  apply,
};

async function look(machine: Machine): Promise<Look> {
  const source = { kind: 'file', id: patternPath, cadence: 'once', path: patternPath } as const;
  const pattern = await machine.host.answer(source);
  // Then the kernel starts that program on the host, whatever the limit is (core(5)).
  if (pattern.ok && pattern.text.startsWith('|')) {
    const reason = `${patternPath} hands cores to a program of the host; none lands on this container's disk.`;
    return { kind: 'not-applicable', reason };
  }
  const limits = await limitsOf(machine, coreSizeLimit);
  return 'reason' in limits ? { kind: 'unread', reason: limits.reason } : lookAt(limits);
}

function lookAt(limits: readonly ProcessLimit[]): Look {
  const value = describeLimits(limits, ({ soft }) => limitText(soft));
  return {
    kind: 'read',
    value,
    missing: limits.filter(({ soft }) => soft > 0).length,
    clause: `the soft limit in /proc/PID/limits is ${value}`,
  };
}

async function apply(machine: Changeable): Promise<Attempt> {
  const limits = await limitsOf(machine, coreSizeLimit);
  const high = 'reason' in limits ? [] : limits.filter(({ soft }) => soft > 0);
  let refusal: Refusal | null = null;
  for (const { processId } of high) {
    refusal = (await setLimit(machine, { processId, resource: 'core', soft: 0 })) ?? refusal;
  }
  return { tried: `Lowering it to 0 with prlimit for ${processNames(high)}`, refusal };
}
