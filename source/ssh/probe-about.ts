/** What the probe says of the machine at its start, as the inventory and boot id that an agent would have sent. */
import type { Inventory } from '../../pod-agent/protocol/frames.ts';

export type MachineFacts = {
  /** The probe's `about` lines by name. */
  readonly about: Map<string, string>;
  readonly variables: Map<string, string>;
};

/** The boot id is put together as the agent does it, so that its samples and the probe's are one series. */
export function aboutMachine({ about, variables }: MachineFacts): {
  readonly bootId: string | null;
  readonly inventory: Inventory;
} {
  const [osKernel = '', kernelVersion = null, architecture = null] = (about.get('system') ?? '').split(' ');
  return {
    bootId: bootIdOf(about.get('separator'), about.get('start')),
    inventory: {
      hostname: about.get('hostname') || null,
      osName: about.get('os')?.replace(/^(["'])(.*)\1$/, '$2') || osKernel || null,
      kernelVersion,
      architecture,
      cpuModel: about.get('cpu') || null,
      onlineCores: positive(about.get('cores')),
      hostMemoryBytes: null,
      virtualization: null,
      nodeVersion: null,
      runpod: Object.fromEntries(variables),
    },
  };
}

/** Field 22 of /proc/1/stat; the text begins with the third. */
function bootIdOf(boot: string | undefined, start: string | undefined): string | null {
  const isUuid = boot !== undefined && /^[\da-f-]{36}$/.test(boot);
  const startTicks = start?.split(' ')[19];
  if (!isUuid && startTicks === undefined) return null;
  return `${isUuid ? boot : ''}:${startTicks ?? ''}`;
}

function positive(text: string | undefined): number | null {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : null;
}
