/** Which CUDA versions the hosts of this RunPod have, by their drivers. */
import { refusalOf } from './refusal.ts';

export type CudaHost = {
  readonly version: string;
  readonly driver: string;
  /** Full hosts are shown in the catalogue and rented to nobody. */
  readonly isFree: boolean;
};

/** The usual one first. */
export const cudaHosts: readonly CudaHost[] = [
  { version: '12.8', driver: '570.124.06', isFree: true },
  { version: '12.4', driver: '550.127.05', isFree: true },
  { version: '13.0', driver: '580.65.06', isFree: false },
];

export type CudaWish = {
  /** Exactly one of these; empty: whichever it is. */
  readonly allowed: readonly string[];
  readonly atLeast: string | null;
};

/** Throws where no host with room has one of the versions. */
export function cudaHostFor(wish: CudaWish): CudaHost {
  const host = cudaHosts.find((each) => each.isFree && suits(each.version, wish));
  if (host === undefined) throw refusalOf('no-room', 'No compatible CUDA host is currently available.');
  return host;
}

export function suits(version: string, { allowed, atLeast }: CudaWish): boolean {
  if (allowed.length > 0 && !allowed.includes(version)) return false;
  return atLeast === null || !isBelow(version, atLeast);
}

/** By numbers, not as a decimal: 12.11 is above 12.2. */
function isBelow(version: string, floor: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = floor.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

/** By the driver's branch; null: not known here. */
export function cudaVersionOf(driver: string): string | null {
  return versionsByBranch[driver.split('.')[0] ?? ''] ?? null;
}

const versionsByBranch: Readonly<Record<string, string>> = {
  '525': '12.0',
  '535': '12.2',
  '550': '12.4',
  '560': '12.6',
  '565': '12.7',
  '570': '12.8',
  '580': '13.0',
  '590': '13.1',
};
