/** `pod-agent inventory`: asked by the stream, in a child of its own. See ../inventory.ts. */
import { arch, cpus, hostname, release, totalmem } from 'node:os';
import { inventoryTimeoutMs, type MachineFacts } from '../inventory.ts';
import { type Command, readFlags } from './command.ts';

export const inventory: Command = {
  name: 'inventory',
  summary: 'Print the one-off facts of the machine as JSON.',
  help: `Usage: pod-agent inventory

Prints operating system, CPU model, memory and virtualisation of the machine as one line of JSON.
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  readFlags(inventory, args, {});
  // Its parent kills it at the deadline; should the parent be gone by then, it goes by itself.
  setTimeout(() => process.exit(1), inventoryTimeoutMs + 1000).unref();
  process.stdout.write(`${JSON.stringify(await machineFacts())}\n`);
  return 0;
}

async function machineFacts(): Promise<MachineFacts> {
  const { default: si } = await import('systeminformation');
  // Each by itself: one that fails costs its own fields, not the others.
  const [os, cpu, system] = await Promise.all([known(si.osInfo()), known(si.cpu()), known(si.system())]);
  return {
    hostname: hostname(),
    osName: os === null ? null : joined([os.distro, os.release]),
    kernelVersion: release(),
    architecture: arch(),
    cpuModel: (cpu === null ? null : joined([cpu.manufacturer, cpu.brand])) ?? cpus()[0]?.model ?? null,
    onlineCores: cpus().length,
    hostMemoryBytes: totalmem(),
    virtualization: system === null ? null : joined([system.model, system.virtualHost ?? '']),
  };
}

async function known<Fact>(asked: Promise<Fact>): Promise<Fact | null> {
  return asked.catch(() => null);
}

function joined(words: readonly string[]): string | null {
  const text = words.map((word) => word.trim()).filter((word) => word !== '');
  return text.length === 0 ? null : text.join(' ');
}
