/**
 * The one-off facts of the machine, for the second hello.
 *
 * They come from `systeminformation`, which takes megabytes, starts a dozen processes and knows no deadline. So it runs
 * in a child of its own (`pod-agent inventory`), and the process that lives on never loads it.
 */
import { execFile } from 'node:child_process';
import type { Host } from './host/host.ts';
import type { Inventory } from './protocol/frames.ts';

export const inventoryTimeoutMs = 5000;

/** What the child prints, as one line of JSON. */
export type MachineFacts = Omit<Inventory, 'runpod' | 'nodeVersion'>;

/** By name, not by pattern: RUNPOD_API_KEY is in every pod, and what a template adds may be a secret as well. */
const publicVariables = [
  'RUNPOD_POD_ID',
  'RUNPOD_POD_HOSTNAME',
  'RUNPOD_DC_ID',
  'RUNPOD_GPU_COUNT',
  'RUNPOD_GPU_NAME',
  'RUNPOD_CPU_COUNT',
  'RUNPOD_MEM_GB',
  'RUNPOD_PUBLIC_IP',
  'RUNPOD_TCP_PORT_22',
  'RUNPOD_VOLUME_ID',
  'CUDA_VERSION',
  'PYTORCH_VERSION',
] as const;

/** Never rejects: what could not be gathered within five seconds is null. */
export async function gatherInventory(options: {
  readonly host: Host;
  /** The agent's own file, which answers to `inventory`. */
  readonly scriptPath: string;
  readonly signal: AbortSignal;
}): Promise<Inventory> {
  const [facts, runpod] = await Promise.all([
    askChild(options.scriptPath, options.signal),
    readPublicVariables(options.host),
  ]);
  return { ...unknownFacts, ...facts, nodeVersion: process.version, runpod };
}

const unknownFacts: MachineFacts = {
  hostname: null,
  osName: null,
  kernelVersion: null,
  architecture: null,
  cpuModel: null,
  onlineCores: null,
  hostMemoryBytes: null,
  virtualization: null,
};

function askChild(scriptPath: string, signal: AbortSignal): Promise<Partial<MachineFacts>> {
  const options = {
    timeout: inventoryTimeoutMs,
    killSignal: 'SIGKILL',
    signal,
    maxBuffer: 64 * 1024,
  } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, [scriptPath, 'inventory'], options, (error, stdout) => {
      resolve(error === null ? parseFacts(stdout) : {});
    });
  });
}

function parseFacts(text: string): Partial<MachineFacts> {
  try {
    const facts: unknown = JSON.parse(text);
    // Checked border: the child is this very program, and the console checks each field again.
    return typeof facts === 'object' && facts !== null ? (facts as Partial<MachineFacts>) : {};
  } catch {
    return {};
  }
}

async function readPublicVariables(host: Host): Promise<Record<string, string>> {
  const answer = await host.answer({
    kind: 'environment',
    id: 'runpod',
    cadence: 'once',
    names: publicVariables,
  });
  if (!answer.ok) return {};
  const allowed = new Set<string>(publicVariables);
  const found: Record<string, string> = {};
  for (const line of answer.text.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0 && allowed.has(line.slice(0, at))) found[line.slice(0, at)] = line.slice(at + 1);
  }
  return found;
}
