/** Bytes read from and written to whole disks, from a cgroup or from /proc/diskstats. */

export type DiskCounters = { readonly readBytes: number; readonly writtenBytes: number };

/** Names by `major:minor`, from /proc/diskstats, which a container can read as well. */
export function diskNames(diskStats: string | null): ReadonlyMap<string, string> {
  const rows = (diskStats ?? '').matchAll(/^ *(\d+) +(\d+) +(\S+) /gm);
  return new Map([...rows].map(([, major, minor, name]) => [`${major}:${minor}`, name ?? '']));
}

/** io.stat of version 2: `259:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0`. */
export function groupCounters(text: string, names: ReadonlyMap<string, string>): DiskCounters {
  const total = { readBytes: 0, writtenBytes: 0 };
  for (const [, device = '', figures = ''] of text.matchAll(/^(\d+:\d+) (.*)$/gm)) {
    if (!isWholeDisk(names.get(device))) continue;
    total.readBytes += Number(/\brbytes=(\d+)/.exec(figures)?.[1] ?? 0);
    total.writtenBytes += Number(/\bwbytes=(\d+)/.exec(figures)?.[1] ?? 0);
  }
  return total;
}

/** blkio.throttle.io_service_bytes_recursive of version 1: `259:0 Read 1` and `259:0 Write 2`. */
export function oldGroupCounters(text: string, names: ReadonlyMap<string, string>): DiskCounters {
  const total = { readBytes: 0, writtenBytes: 0 };
  for (const [, device = '', operation, bytes] of text.matchAll(/^(\d+:\d+) (Read|Write) (\d+)$/gm)) {
    if (!isWholeDisk(names.get(device))) continue;
    total[operation === 'Read' ? 'readBytes' : 'writtenBytes'] += Number(bytes);
  }
  return total;
}

/**
 * `major minor name reads merged sectors-read ms writes merged sectors-written ms ...`, where a sector is always 512
 * bytes (Linux, Documentation/admin-guide/iostats.rst).
 */
export function hostCounters(diskStats: string): DiskCounters {
  const total = { readBytes: 0, writtenBytes: 0 };
  for (const line of diskStats.split('\n')) {
    const [, , name, , , sectorsRead, , , , sectorsWritten] = line.trim().split(/ +/);
    if (name === undefined || !isWholeDisk(name)) continue;
    total.readBytes += Number(sectorsRead ?? 0) * 512;
    total.writtenBytes += Number(sectorsWritten ?? 0) * 512;
  }
  return total;
}

/**
 * Partitions, and devices made of other devices, pass the same bytes on to a disk, and would be counted twice. A name
 * that is not known is taken for a disk.
 */
function isWholeDisk(name: string | undefined): boolean {
  return !/^(?:(?:loop|ram|zram|sr|fd|dm-|md)\d.*|(?:sd|hd|vd|xvd)[a-z]+\d+|(?:nvme\d+n\d+|mmcblk\d+)p\d+)$/.test(
    name ?? '',
  );
}
