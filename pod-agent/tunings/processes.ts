/** Reading and setting one limit of several processes. */
import type { Answer } from '../host/host.ts';
import { type Limit, limitText } from './process-limits.ts';
import { refusalOfTool } from './refusals.ts';
import type { Changeable, Machine, Refusal } from './tuning.ts';

export type ProcessLimit = Limit & { readonly processId: number };

const toolTimeoutMs = 5000;

/**
 * Those of the processes that can be read. One that has ended in the meantime needs no limit.
 * @returns Why, where not a single one can be read.
 */
export async function limitsOf(
  { host, processIds }: Machine,
  read: (limits: string) => Limit | null,
): Promise<readonly ProcessLimit[] | { readonly reason: string }> {
  const limits: ProcessLimit[] = [];
  let reason = 'There is no process to look at.';
  for (const processId of processIds) {
    const path = `/proc/${processId}/limits`;
    const answer = await host.answer({ kind: 'file', id: path, cadence: 'once', path });
    const limit = answer.ok ? read(answer.text) : null;
    if (limit !== null) limits.push({ processId, ...limit });
    else reason = answer.ok ? `${path} has no such row.` : answer.message;
  }
  return limits.length > 0 ? limits : { reason };
}

/** "1024" where all have the same, else "1024 (PID 1), 20000 (PID 57, 58)". */
export function describeLimits(
  limits: readonly ProcessLimit[],
  describe: (limit: ProcessLimit) => string,
): string {
  const texts = [...new Set(limits.map(describe))];
  const [only] = texts;
  if (only !== undefined && texts.length === 1) return only;
  return texts
    .map((text) => `${text} (${processNames(limits.filter((limit) => describe(limit) === text))})`)
    .join(', ');
}

/** "PID 1, 57". */
export function processNames(limits: readonly ProcessLimit[]): string {
  return `PID ${limits.map(({ processId }) => processId).join(', ')}`;
}

export type NewLimit = {
  readonly processId: number;
  readonly resource: 'nofile' | 'core';
  readonly soft: number;
  /** Without it the hard limit stays, so that the soft one can be raised again. */
  readonly hard?: number;
};

/** With prlimit of util-linux: Node has no call for it. */
export async function setLimit({ changes }: Changeable, limit: NewLimit): Promise<Refusal | null> {
  const { processId, resource, soft, hard } = limit;
  const value = `${limitText(soft)}:${hard === undefined ? '' : limitText(hard)}`;
  const argv = ['prlimit', '--pid', String(processId), `--${resource}=${value}`] as const;
  const answer: Answer = await changes.run(argv, toolTimeoutMs);
  return refusalOfTool({ tool: 'prlimit', package: 'util-linux' }, answer);
}
