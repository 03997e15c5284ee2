/** Names one run of the machine: the kernel's boot and, since a container starts anew within it, the start of PID 1. */
import type { Host } from './host/host.ts';

/** @returns e.g. "1f0c…-9d:81234", or null where neither can be read. Changes whenever counters began again from zero. */
export async function readBootId(host: Host): Promise<string | null> {
  const [boot, first] = await Promise.all([
    readText(host, '/proc/sys/kernel/random/boot_id'),
    readText(host, '/proc/1/stat'),
  ]);
  if (boot === null && first === null) return null;
  return `${boot?.trim() ?? ''}:${first === null ? '' : startTicks(first)}`;
}

async function readText(host: Host, path: string): Promise<string | null> {
  const answer = await host.answer({ kind: 'file', id: path, cadence: 'once', path });
  return answer.ok ? answer.text : null;
}

/** Field 22 of proc(5), counted behind the name, which may hold spaces and brackets. */
function startTicks(stat: string): string {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
