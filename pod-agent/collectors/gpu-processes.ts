/** Processes on the cards, from `nvidia-smi --query-compute-apps`. */
import type { Answer, CommandSource } from '../host/host.ts';
import type { GpuProcessRow, Scope } from '../protocol/readings.ts';

export const gpuProcessSource: CommandSource = {
  kind: 'command',
  id: 'nvidia-smi --query-compute-apps',
  cadence: 'warm',
  argv: [
    'nvidia-smi',
    '--query-compute-apps=gpu_uuid,pid,used_memory,process_name',
    '--format=csv,noheader,nounits',
  ],
  timeoutMs: 5000,
};

const maxRows = 64;

/**
 * The driver gives the host's process numbers. In a container they belong to nothing, or by chance to something else,
 * so that the rows count only when every one of them is a process here; and no rows mean "not visible".
 */
export function gpuProcessRows(given: {
  readonly answer: Answer | undefined;
  readonly scope: Scope;
  readonly pids: ReadonlySet<number>;
}): readonly GpuProcessRow[] | null {
  if (!given.answer?.ok || (given.answer.exitCode ?? 0) !== 0) return null;
  const rows = given.answer.text
    .split('\n')
    .map(rowOf)
    .filter((row) => row !== null);
  if (rows.length === 0) return given.scope === 'host' && given.answer.text.trim() === '' ? [] : null;
  return rows.every((row) => given.pids.has(row.pid)) ? rows.slice(0, maxRows) : null;
}

/** `GPU-5b8e..., 4242, 81920, /usr/bin/python3`: memory in MiB; the name may be a path, and may hold commas. */
function rowOf(line: string): GpuProcessRow | null {
  const match = /^ *(GPU-[\w-]+|MIG-[\w/-]+), *(\d+), *([^,]*), *(.*)$/.exec(line);
  if (match === null) return null;
  const [, gpuUuid = '', pid, memory = '', command = ''] = match;
  return {
    gpuUuid,
    pid: Number(pid),
    name: programName(command),
    memoryUsedBytes: /^\d+$/.test(memory.trim()) ? Number(memory) * 1024 * 1024 : null,
  };
}

/** Some drivers give the whole command line. Its arguments hold secrets and are left out. */
function programName(command: string): string {
  const program = command.trim().split(' ')[0] ?? '';
  return program.slice(program.lastIndexOf('/') + 1).slice(0, 64);
}
