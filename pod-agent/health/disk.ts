import type { MountReading } from '../protocol/readings.ts';
import type { Judge, JudgeInput, Observation, Signal } from './judge.ts';
import type { Threshold } from './thresholds.ts';
import { figure, warnsAt } from './wording.ts';

export const disk: Judge = { id: 'disk', observe };

function observe({ readings, thresholds }: JudgeInput): Observation {
  const reading = readings.disk;
  if (reading === undefined) return { kind: 'unanswered', reason: 'No disk reading.' };
  // A network volume shows the whole cluster's size: a share of that says nothing about the pod's quota.
  const judged = reading.mounts.filter((mount) => mount.quotaVisible || mount.unanswered);
  if (judged.length === 0)
    return { kind: 'unanswered', reason: 'No filesystem whose size can be seen from inside.' };
  const fullest = fullestOf(judged);
  const silent = judged.find((mount) => spacePercent(mount) === null);
  return {
    kind: 'observed',
    known: silent === undefined,
    value: fullest?.percent ?? null,
    unit: 'percent',
    summary: summaryOf({ fullest, silent, threshold: thresholds.diskPercent }),
    signals: judged.flatMap((mount) => signalsOf(mount, thresholds.diskPercent)),
  };
}

function signalsOf(mount: MountReading, threshold: Threshold): readonly Signal[] {
  // A fingerprint is short, and it is the end of a path that tells mounts apart.
  const name = mount.mountPoint.slice(-100);
  const level = { kind: 'level', unit: 'percent', threshold } as const;
  const silent = {
    kind: 'finding',
    fingerprint: `disk:${name}:unanswered`,
    severity: 'fail',
    summary: `The filesystem at ${name} does not answer. A network volume may be gone; reading from it will hang.`,
    // A busy volume may miss one deadline; one that misses them for a minute is away.
    forMs: threshold.forMs,
  } as const;
  return [
    { ...level, fingerprint: `disk:${name}`, label: `disk use of ${name}`, value: spacePercent(mount) },
    {
      ...level,
      fingerprint: `disk:${name}:inodes`,
      label: `inode use of ${name}`,
      value: mount.usedInodesPercent,
    },
    ...(mount.unanswered ? [silent] : []),
  ];
}

type Fullest = { readonly mount: MountReading; readonly percent: number };

function fullestOf(mounts: readonly MountReading[]): Fullest | null {
  let fullest: Fullest | null = null;
  for (const mount of mounts) {
    const percent = spacePercent(mount);
    if (percent !== null && (fullest === null || percent > fullest.percent)) fullest = { mount, percent };
  }
  return fullest;
}

/** As `df` counts: reserved blocks are neither used nor available, so 100 % means that nothing more can be written. */
function spacePercent({ usedBytes, availableBytes }: MountReading): number | null {
  if (usedBytes === null || availableBytes === null || usedBytes + availableBytes <= 0) return null;
  return (usedBytes / (usedBytes + availableBytes)) * 100;
}

function summaryOf(found: {
  readonly fullest: Fullest | null;
  readonly silent: MountReading | undefined;
  readonly threshold: Threshold;
}): string {
  const parts: string[] = [];
  if (found.fullest !== null) {
    const { mount, percent } = found.fullest;
    parts.push(
      `${mount.mountPoint} is ${figure(percent, 'percent')} full, ${warnsAt(found.threshold, 'percent')}`,
    );
  }
  if (found.silent !== undefined) parts.push(`size of ${found.silent.mountPoint} is not known`);
  return parts.join('; ');
}
