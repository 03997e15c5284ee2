/** What is said of a disk that is full or nearly so: how full, by what, and what may go. */
import { defaultThresholds } from '../../health/thresholds.ts';
import { bytes, figure } from '../../health/wording.ts';
import type { Evidence, Fix } from '../../protocol/finding.ts';
import type { MountReading } from '../../protocol/readings.ts';
import type { Draft } from '../check.ts';
import { draft } from '../machine/draft.ts';
import type { Consumer, DeletedFile } from './consumers.ts';

export type Walked = { readonly consumers: readonly Consumer[]; readonly deleted: readonly DeletedFile[] };

/** The same figures as the health report's, so that the two never contradict each other. */
const { warn, fail } = defaultThresholds.diskPercent;
const mostConsumers = 5;
const trifleShare = 0.01;

/** Space and inodes, each by itself: a disk may have room and yet take no more files. */
export function spaceDrafts(mount: MountReading, walked: Walked, logFolder: string): readonly Draft[] {
  if (!mount.quotaVisible) return [];
  const space = usedPercent(mount);
  const inodes = mount.usedInodesPercent;
  return [
    ...(space !== null && space >= warn.raise
      ? [fullDraft({ mount, walked, logFolder, percent: space })]
      : []),
    ...(inodes !== null && inodes >= warn.raise ? [inodesDraft(mount, inodes)] : []),
  ];
}

/** As `df` counts: reserved blocks are neither used nor available. */
export function usedPercent({ usedBytes, availableBytes }: MountReading): number | null {
  if (usedBytes === null || availableBytes === null || usedBytes + availableBytes <= 0) return null;
  return (usedBytes / (usedBytes + availableBytes)) * 100;
}

/** Space that no name leads to. It counts only where a disk is short of it, which is when it was looked for. */
export function deletedDraft(
  deleted: readonly DeletedFile[],
  mounts: readonly MountReading[],
): readonly Draft[] {
  const [largest] = deleted;
  const sum = deleted.reduce((total, file) => total + file.bytes, 0);
  const full = mounts.find((mount) => (usedPercent(mount) ?? 0) >= warn.raise);
  if (largest === undefined || full?.totalBytes == null || sum < full.totalBytes * trifleShare) return [];
  return [
    draft({
      id: 'disk-deleted-files',
      title: `${bytes(sum)} are held by files that were deleted and are still open`,
      status: 'warn',
      scope: 'container',
      evidence: deleted.slice(0, mostConsumers).map((file) => ({
        what: `deleted file of ${file.program} (process ${file.pid})`,
        value: `${bytes(file.bytes)}, ${file.path}`,
        expected: null,
        source: `/proc/${file.pid}/fd`,
      })),
      causes: [`A log or a download was deleted while ${largest.program} had it open.`],
      impact: 'The space is free only when these processes let go of the files.',
      fix: {
        text: `Restart ${largest.program} (process ${largest.pid}), or let it open its files anew.`,
        command: null,
        safe: false,
        reversible: false,
      },
      documentation: 'Disk full',
    }),
  ];
}

function fullDraft(given: {
  readonly mount: MountReading;
  readonly walked: Walked;
  readonly logFolder: string;
  readonly percent: number;
}): Draft {
  const { mount, walked, logFolder, percent } = given;
  const { mountPoint, availableBytes, totalBytes, scope } = mount;
  const isFull = percent >= fail.raise;
  const found = consumersWithin(mount, walked.consumers);
  const consumers = found.slice(0, mostConsumers);
  return draft({
    id: `disk-full:${mountPoint}`,
    title: `${nameOf(mountPoint)} is ${isFull ? 'full' : 'nearly full'}: ${figure(percent, 'percent')} of ${bytes(totalBytes ?? 0)} used, ${bytes(availableBytes ?? 0)} left`,
    status: isFull ? 'fail' : 'warn',
    scope,
    evidence: [
      {
        what: `free space of ${mountPoint}`,
        value: bytes(availableBytes ?? 0),
        expected: `less than ${figure(warn.raise, 'percent')} used`,
        source: `statfs ${mountPoint}`,
      },
      ...consumers.map(consumerEvidence),
    ],
    causes: causesOf(mount, consumers, logFolder),
    impact: impactOf(mountPoint),
    fix: fixOf(mountPoint, found),
    documentation: 'Disk full',
  });
}

function inodesDraft({ mountPoint, scope }: MountReading, percent: number): Draft {
  return draft({
    id: `disk-inodes-full:${mountPoint}`,
    title: `${nameOf(mountPoint)} can take ${percent >= fail.raise ? 'no' : 'hardly any'} more files: ${figure(percent, 'percent')} of its inodes used`,
    status: percent >= fail.raise ? 'fail' : 'warn',
    scope,
    evidence: [
      {
        what: `inodes of ${mountPoint}`,
        value: `${figure(percent, 'percent')} used`,
        expected: `less than ${figure(warn.raise, 'percent')}`,
        source: `statfs ${mountPoint}`,
      },
    ],
    causes: ['Very many small files: a dataset that was unpacked, a package cache, session files.'],
    impact: 'Making a file fails with "No space left on device", though there is room.',
    fix: {
      text: `Find the folder with most files: "find ${mountPoint} -xdev -type f | cut -d/ -f2-4 | sort | uniq -c | sort -n | tail", then pack it into an archive or delete it.`,
      command: null,
      safe: false,
      reversible: false,
    },
    documentation: 'Out of inodes',
  });
}

/** What is larger than all that is used lies in the image, whose layers take no room of the container's disk. */
function consumersWithin(
  { mountPoint, usedBytes }: MountReading,
  consumers: readonly Consumer[],
): readonly Consumer[] {
  const isVolume = (path: string) => /^\/(workspace|runpod-volume)(\/|$)/.test(path);
  return consumers
    .filter(({ path }) => (mountPoint === '/' ? !isVolume(path) : path.startsWith(`${mountPoint}/`)))
    .filter((consumer) => consumer.bytes <= (usedBytes ?? 0));
}

function consumerEvidence({ path, bytes: size }: Consumer): Evidence {
  return { what: `size of ${path}`, value: bytes(size), expected: null, source: `du -x -k ${path}` };
}

function causesOf(
  { mountPoint, scope }: MountReading,
  consumers: readonly Consumer[],
  logFolder: string,
): readonly string[] {
  const [largest] = consumers;
  const found = largest === undefined ? [] : [`${largest.path} holds ${bytes(largest.bytes)}.`];
  if (mountPoint === '/dev/shm')
    return ['Programs left their shared memory behind, or share more than there is.'];
  if (scope === 'host')
    return [...found, "Another container has filled the host's disk, which this one shares."];
  const usual =
    mountPoint === '/'
      ? `Caches of packages and models, logs in ${logFolder} or /var/log, or files in /tmp have grown.`
      : 'Checkpoints, datasets or model caches have grown.';
  return [...found, usual];
}

function impactOf(mountPoint: string): string {
  if (mountPoint === '/')
    return 'Logs, uploads and temporary files cannot be written: nginx and the application fail.';
  if (mountPoint === '/dev/shm') return 'Programs that share memory end with a bus error.';
  return `What writes to ${mountPoint} fails: checkpoints, downloads, uploads.`;
}

/** Only what a package manager fetches again by itself is deleted without asking. */
function fixOf(mountPoint: string, consumers: readonly Consumer[]): Fix {
  const named = consumers.slice(0, 3).map(({ path, bytes: size }) => `${path} (${bytes(size)})`);
  const biggest = named.length === 0 ? '' : ` Biggest: ${named.join(', ')}.`;
  if (mountPoint !== '/') {
    return {
      text: `Delete or move what is no longer needed, or make the volume larger in RunPod's console.${biggest || ` "du -x -h -d1 ${mountPoint} | sort -h" shows what is big.`}`,
      command: null,
      safe: false,
      reversible: false,
    };
  }
  return {
    text: `Empty the caches of apt and pip, which are fetched again when needed; then delete what else is no longer needed, or give the pod a larger container disk.${biggest}`,
    command:
      'find /var/cache/apt/archives ~/.cache/pip -xdev -type f ! -name lock -delete 2>/dev/null; df -h /',
    safe: true,
    reversible: false,
  };
}

function nameOf(mountPoint: string): string {
  return mountPoint === '/' ? 'The disk (/)' : mountPoint;
}
