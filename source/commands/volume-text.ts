/** A network volume in words: its size, and what it costs. */
import type { NetworkVolume } from '../runpod/deploy-cloud.ts';

/** RunPod's price for one GB and month, whether a pod uses it or not (docs.runpod.io, pods/pricing). */
const dollarsPerGigabyteMonth = 0.07;

export function volumeSizeText({ sizeGigabytes }: NetworkVolume): string {
  return sizeGigabytes === null || sizeGigabytes === undefined ? '?' : `${sizeGigabytes} GB`;
}

/** "7.00"; null where the size is not known. */
export function volumeCostText({ sizeGigabytes }: Pick<NetworkVolume, 'sizeGigabytes'>): string | null {
  if (sizeGigabytes === null || sizeGigabytes === undefined) return null;
  return (sizeGigabytes * dollarsPerGigabyteMonth).toFixed(2);
}
