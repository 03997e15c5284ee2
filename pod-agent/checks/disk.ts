/** Room on the disks, whether they can be written, and whether they answer at all. */
import { disk as collector } from '../collectors/disk.ts';
import { mountsByPoint } from '../collectors/mounts.ts';
import { pressure } from '../collectors/pressure.ts';
import { textOf } from '../collectors/proc-text.ts';
import { bytes } from '../health/wording.ts';
import type { MountReading } from '../protocol/readings.ts';
import type { Check, Draft, Seen } from './check.ts';
import { consumersIn, consumersSource, deletedFilesIn } from './disk/consumers.ts';
import { slowDrafts } from './disk/slow.ts';
import { deletedDraft, spaceDrafts, usedPercent } from './disk/space.ts';
import { draft } from './machine/draft.ts';
import { readingOf, sourcesOf } from './machine/reading.ts';

export const disk: Check = {
  id: 'disk',
  title: 'Disk',
  needs: () => [...sourcesOf([collector, pressure]), consumersSource],
  judge,
};

const mountInfo = '/proc/self/mountinfo';
/** Docker's default, which workers of a data loader fill at once. */
const smallSharedMemory = 64 * 1024 * 1024;

function judge(seen: Seen): readonly Draft[] {
  const { mounts } = readingOf(collector, seen);
  if (mounts.length === 0) throw new Error('no filesystem that a pod usually has can be seen.');
  if (mounts.every(({ unanswered }) => unanswered))
    throw new Error('no filesystem answered in time: the machine may be too busy to tell.');
  const walked = { consumers: consumersIn(seen.answers), deleted: deletedFilesIn(seen.answers) };
  const troubles = [
    ...mounts.flatMap((mount) => [
      ...(mount.unanswered ? [deadDraft(mount)] : []),
      ...spaceDrafts(mount, walked, seen.plan.logFolder),
    ]),
    ...readOnlyDrafts(seen, mounts),
    ...sharedMemoryDrafts(seen, mounts),
    ...slowDrafts(seen),
    ...deletedDraft(walked.deleted, mounts),
  ];
  const remarks = mounts.filter(({ quotaVisible }) => !quotaVisible).map(quotaDraft);
  return [
    ...troubles,
    ...(troubles.every(({ status }) => status === 'info') ? [wellDraft(mounts)] : []),
    ...remarks,
  ];
}

/** A dead FUSE or network mount blocks each call to it for minutes. */
function deadDraft({ mountPoint, filesystem, scope }: MountReading): Draft {
  return draft({
    id: `disk-dead:${mountPoint}`,
    title: `The volume at ${mountPoint} does not answer`,
    status: 'fail',
    scope,
    evidence: [
      {
        what: `size of ${mountPoint} (${filesystem ?? 'unknown filesystem'})`,
        value: 'no answer within 2 s',
        expected: 'an answer at once',
        source: `statfs ${mountPoint}`,
      },
    ],
    causes: [
      'The storage behind the volume is away, or the network to it is.',
      'The program that serves a FUSE mount has ended or hangs.',
    ],
    impact: `Every program that touches ${mountPoint} hangs and cannot be ended.`,
    fix: {
      text: `Stop the pod and start it again, so that ${mountPoint} is mounted anew; if it hangs again, report the data centre's storage to RunPod.`,
      command: null,
      safe: false,
      reversible: true,
    },
    documentation: 'A volume does not answer',
  });
}

function readOnlyDrafts({ answers }: Seen, mounts: readonly MountReading[]): readonly Draft[] {
  const table = mountsByPoint(textOf(answers, { id: mountInfo }) ?? '');
  return mounts
    .filter(({ mountPoint }) => table.get(mountPoint)?.isReadOnly === true)
    .map(({ mountPoint, scope }) =>
      draft({
        id: `disk-read-only:${mountPoint}`,
        title: `${mountPoint} can only be read`,
        status: 'fail',
        scope,
        evidence: [
          { what: `mount options of ${mountPoint}`, value: 'ro', expected: 'rw', source: mountInfo },
        ],
        causes: [
          'The filesystem met an error and turned itself read-only to save what is there.',
          'The container or the volume was started read-only.',
        ],
        impact: 'Nothing can be written there: logs, uploads, checkpoints and temporary files fail.',
        fix: {
          text: `Copy what matters away, then stop the pod and start it again; a volume that comes back read-only is for RunPod's support. "mount -o remount,rw ${mountPoint}" is refused in an ordinary pod.`,
          command: null,
          safe: false,
          reversible: true,
        },
        documentation: 'A disk can only be read',
      }),
    );
}

function sharedMemoryDrafts({ plan }: Seen, mounts: readonly MountReading[]): readonly Draft[] {
  const shared = mounts.find(({ mountPoint }) => mountPoint === '/dev/shm');
  const { totalBytes = null } = shared ?? {};
  if (shared === undefined || totalBytes === null || totalBytes > smallSharedMemory) return [];
  if (plan.gpuCount === null || plan.gpuCount === 0) return [];
  return [
    draft({
      id: 'disk-shared-memory-small',
      title: `Shared memory is only ${bytes(totalBytes)}`,
      status: 'warn',
      scope: shared.scope,
      evidence: [
        {
          what: 'size of /dev/shm',
          value: bytes(totalBytes),
          expected: `more than ${bytes(smallSharedMemory)}`,
          source: 'statfs /dev/shm',
        },
      ],
      causes: ["The container was started with Docker's default instead of a size of its own."],
      impact: 'Training with several data loader workers, and NCCL between cards, end with a bus error.',
      fix: {
        text: 'Start the pod from a template that sets the size of its shared memory (of a container engine: --shm-size); until then set num_workers=0 and NCCL_SHM_DISABLE=1. It cannot be remounted from within an ordinary container.',
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'Shared memory is small',
    }),
  ];
}

function quotaDraft({ mountPoint, usedBytes, totalBytes, scope }: MountReading): Draft {
  return draft({
    id: `disk-quota-unseen:${mountPoint}`,
    title: `How full the network volume at ${mountPoint} is cannot be seen from inside`,
    status: 'info',
    scope,
    evidence: [
      {
        what: `size of ${mountPoint}`,
        value:
          usedBytes === null || totalBytes === null
            ? 'not known'
            : `${bytes(usedBytes)} of ${bytes(totalBytes)}, which is the whole storage cluster`,
        expected: null,
        source: `statfs ${mountPoint}`,
      },
    ],
    impact: 'Writing fails with "Disk quota exceeded" when the volume is full, however much room shows here.',
    fix: {
      text: `Compare "du -sh ${mountPoint}" with the size of the volume in RunPod's console. On a large volume it takes minutes.`,
      command: null,
      safe: true,
      reversible: true,
    },
    documentation: "A network volume's quota",
  });
}

function wellDraft(mounts: readonly MountReading[]): Draft {
  const known = mounts.filter(({ quotaVisible }) => quotaVisible);
  const [fullest] = [...known].sort((left, right) => (usedPercent(right) ?? 0) - (usedPercent(left) ?? 0));
  const percent = fullest === undefined ? null : usedPercent(fullest);
  return draft({
    id: 'disk-well',
    title:
      fullest === undefined || percent === null
        ? 'Every filesystem answers and can be written'
        : `Disks have room: ${fullest.mountPoint} is the fullest, ${percent.toFixed(0)} % of ${bytes(fullest.totalBytes ?? 0)}`,
    status: 'ok',
    scope: fullest?.scope ?? 'unknown',
    evidence: known.map((mount) => ({
      what: `free space of ${mount.mountPoint}`,
      value: mount.availableBytes === null ? 'not known' : bytes(mount.availableBytes),
      expected: null,
      source: `statfs ${mount.mountPoint}`,
    })),
  });
}
