/** A disk that is slow: programs wait for it most of the time. */
import { groupKind, scopeOf } from '../../collectors/cgroup.ts';
import { disk } from '../../collectors/disk.ts';
import { pressure } from '../../collectors/pressure.ts';
import { bytes, figure } from '../../health/wording.ts';
import type { Draft, Seen } from '../check.ts';
import { draft } from '../machine/draft.ts';
import { maybeReading } from '../machine/reading.ts';

/** Of the last ten seconds, in which everything that could run waited for a disk. */
const pressingPercent = 25;

export function slowDrafts(seen: Seen): readonly Draft[] {
  const found = maybeReading(pressure, seen);
  const percent = found?.ioFullPercent ?? null;
  if (found === null || percent === null || percent < pressingPercent) return [];
  const traffic = maybeReading(disk, seen);
  return [
    draft({
      id: 'disk-slow',
      title: `The disk is slow: everything waits for it ${figure(percent, 'percent')} of the time`,
      // A container's wait is told by its own group; the host's may be that of others.
      status: found.scope === scopeOf(groupKind(seen.answers)) ? 'warn' : 'info',
      scope: found.scope,
      evidence: [
        {
          what: 'disk pressure, full, of the last 10 s',
          value: figure(percent, 'percent'),
          expected: `less than ${pressingPercent} %`,
          source: found.scope === 'container' ? '/sys/fs/cgroup/io.pressure' : '/proc/pressure/io',
        },
        rate('read', traffic?.readBytesPerSecond ?? null),
        rate('written', traffic?.writtenBytesPerSecond ?? null),
      ],
      causes: [
        'Many small files are read, as a dataset that is not packed.',
        'Logs, checkpoints or a download are written faster than the disk takes them.',
        ...(found.scope === 'container' ? [] : ['Other containers of the host use the same disk.']),
      ],
      impact: 'Pages that are not cached, loading of data and starts of programs take seconds.',
      fix: {
        text: 'Read data from packed files, keep what is hot in memory or on the container disk instead of the network volume, and write checkpoints less often.',
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'A slow disk',
    }),
  ];
}

function rate(what: string, bytesPerSecond: number | null) {
  return {
    what: `${what} by the pod`,
    value: bytesPerSecond === null ? 'not known' : `${bytes(bytesPerSecond)}/s`,
    expected: null,
    source: '/sys/fs/cgroup/io.stat',
  };
}
