/** What a change of a pod costs the operator: what is lost, what is kept, what still bills, and whether its GPU comes back. */
import type { GpuType, Stock } from '../fleet/catalogue.ts';
import type { PodEntry } from '../fleet/fleet.ts';
import { type Pod, stoppedCostPerHourDollars } from '../fleet/pod.ts';

export type LossAction = 'stop' | 'restart' | 'edit' | 'terminate';

/** One line of the question: a word in front, and what there is to say. `crit` is lost for good. */
export type LossLine = {
  readonly label: 'running' | 'lost' | 'kept' | 'unsaved' | 'bills on' | 'again';
  readonly text: string;
  readonly level: 'ok' | 'info' | 'warn' | 'crit' | 'unknown';
};

/** What the pod itself answered when it was asked what would be lost. null: it was not asked, or did not answer. */
export type UnsavedFiles = {
  /** Changed within the last day on the container's disk, outside of volumes and of system folders. */
  readonly fileCount: number;
  readonly bytes: number;
  /** A few of the newest, made safe. */
  readonly examples: readonly string[];
  /** Not all could be looked at in the time there was. */
  readonly isPartial: boolean;
} | null;

export type LossFacts = {
  readonly action: LossAction;
  readonly pod: Pod;
  /** null: there is no link to the pod, as for a command. */
  readonly entry: PodEntry | null;
  readonly unsaved: UnsavedFiles;
  /** The pod's GPU type in the catalogue; null: not read, or not known. */
  readonly gpuType: GpuType | null;
};

export function lossLines(facts: LossFacts): readonly LossLine[] {
  return [
    ...runningLines(facts),
    ...lostLines(facts),
    ...unsavedLines(facts),
    ...(facts.action === 'terminate' ? networkVolumeLines(facts.pod) : keptLines(facts.pod)),
    ...billingLines(facts),
    ...againLines(facts),
  ];
}

function runningLines({ entry }: LossFacts): LossLine[] {
  const cards = entry?.sample?.frame.gpu?.cards ?? [];
  const busy = cards.filter(({ utilizationPercent }) => (utilizationPercent ?? 0) >= busyPercent).length;
  if (busy === 0) return [];
  return [{ label: 'running', text: busyText(busy, cards.length), level: 'warn' }];
}

function busyText(busy: number, all: number): string {
  if (all === 1) return 'its GPU is at work now';
  return `${busy} of ${all} GPUs ${busy === 1 ? 'is' : 'are'} at work now`;
}

const busyPercent = 5;

function lostLines({ action, pod }: LossFacts): LossLine[] {
  const disk = pod.containerDiskGigabytes === null ? '' : ` (${pod.containerDiskGigabytes} GB)`;
  const lost: LossLine = {
    label: 'lost',
    text: `the container disk${disk} and everything in memory`,
    level: 'crit',
  };
  if (action !== 'terminate') return [lost];
  // What a stop has taken is not lost again.
  const running = pod.state.kind === 'stopped' ? [] : [lost];
  const pods: LossLine[] =
    pod.volumeGigabytes === null
      ? [{ label: 'lost', text: "the pod's own volume, if it has one: the API did not say", level: 'crit' }]
      : pod.volumeGigabytes > 0
        ? [{ label: 'lost', text: `${volumeName(pod)}, for good`, level: 'crit' }]
        : [];
  return [
    ...running,
    ...pods,
    { label: 'lost', text: 'the pod itself: its id, address and price', level: 'crit' },
  ];
}

function volumeName({ volumeMountPath, volumeGigabytes }: Pod): string {
  return `${volumeMountPath ?? 'its volume'} (${volumeGigabytes} GB)`;
}

function unsavedLines({ unsaved, pod }: LossFacts): LossLine[] {
  if (unsaved === null) {
    if (pod.state.kind === 'stopped') return [];
    const why = pod.state.kind === 'running' ? 'the pod did not say' : 'the pod does not run';
    return [
      { label: 'unsaved', text: `files that changed in the last day: not known, ${why}`, level: 'unknown' },
    ];
  }
  const { fileCount, bytes, examples, isPartial } = unsaved;
  const count = `${isPartial ? 'at least ' : ''}${fileCount}`;
  if (fileCount === 0 && !isPartial)
    return [{ label: 'unsaved', text: 'no file outside its volumes changed in the last day', level: 'ok' }];
  const names = examples.length === 0 ? '' : `: ${examples.join(', ')}`;
  const files = fileCount === 1 && !isPartial ? 'file' : 'files';
  const text = `${count} ${files} outside its volumes changed in the last day, ${sizeText(bytes)}${names}`;
  return [{ label: 'unsaved', text, level: 'warn' }];
}

function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

function keptLines(pod: Pod): LossLine[] {
  const network = networkVolumeLines(pod);
  if (network.length > 0) return network;
  if (pod.volumeGigabytes === null)
    return [
      {
        label: 'kept',
        text: 'not known: the API did not say whether there is a volume',
        level: 'unknown',
      },
    ];
  if (pod.volumeGigabytes === 0)
    return [{ label: 'kept', text: 'nothing: this pod has no volume', level: 'crit' }];
  return [{ label: 'kept', text: volumeName(pod), level: 'ok' }];
}

function networkVolumeLines({ networkVolumeGigabytes, volumeMountPath, networkVolumeId }: Pod): LossLine[] {
  const has = (networkVolumeGigabytes ?? 0) > 0 || (networkVolumeId ?? null) !== null;
  if (!has) return [];
  const size = networkVolumeGigabytes === null ? '' : `${networkVolumeGigabytes} GB, `;
  const text = `${volumeMountPath ?? 'its network volume'} (${size}network volume)`;
  return [{ label: 'kept', text, level: 'ok' }];
}

function billingLines({ action, pod }: LossFacts): LossLine[] {
  if (action === 'restart' || action === 'edit') {
    const price = pod.costPerHourDollars;
    const text = price === null ? 'as before' : `as before, $${price.toFixed(2)}/h`;
    return [{ label: 'bills on', text, level: 'info' }];
  }
  if (action === 'terminate') {
    const network = pod.networkVolumeGigabytes;
    if ((network ?? 0) > 0)
      return [{ label: 'bills on', text: `its network volume, $0.07 a GB and month`, level: 'info' }];
    return [{ label: 'bills on', text: 'nothing of this pod', level: 'ok' }];
  }
  const rest = stoppedCostPerHourDollars(pod);
  if (rest === null)
    return [
      {
        label: 'bills on',
        text: 'not known: the API did not say how large its volume is',
        level: 'unknown',
      },
    ];
  if (rest === 0) return [{ label: 'bills on', text: 'nothing while it is stopped', level: 'ok' }];
  const text = `its volume, about $${rest.toFixed(3)}/h while it is stopped`;
  return [{ label: 'bills on', text, level: 'info' }];
}

/** A stopped pod goes back to its own host, which may be full by then: stock in its region is the only hint there is. */
function againLines({ action, pod, gpuType }: LossFacts): LossLine[] {
  if (action === 'restart' || action === 'edit') return [];
  if (pod.gpuName === null) return [];
  const here = gpuType?.dataCentres.find(({ id }) => id === pod.region)?.stock;
  const stock = here ?? gpuType?.stock ?? null;
  const where = here === undefined || pod.region === null ? 'at RunPod' : `in ${pod.region}`;
  const hint = stockText(stock, `${pod.gpuName} ${where}`);
  const host =
    action === 'stop' ? 'A stopped pod comes back on its own host alone, which others may fill.' : '';
  return [{ label: 'again', text: `${hint}${host === '' ? '' : ` ${host}`}`, level: stockLevel(stock) }];
}

function stockText(stock: Stock, what: string): string {
  if (stock === null) return `not known how much stock there is of ${what}.`;
  if (stock === 'none') return `no ${what} is free now: it may not be had again.`;
  return `stock of ${what} is ${stock}.`;
}

function stockLevel(stock: Stock): LossLine['level'] {
  if (stock === null) return 'unknown';
  return stock === 'high' ? 'ok' : stock === 'medium' ? 'info' : 'warn';
}
