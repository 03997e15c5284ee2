/** Which filesystems are mounted, from /proc/self/mountinfo (proc(5)), and what kind of figures they give. */

export type Mount = {
  readonly mountPoint: string;
  /** `major:minor`; several mounts of one device share their space. */
  readonly device: string;
  readonly filesystem: string;
  /** Such as `/dev/sda2`, `overlay`, or `mfs#us-md-1.runpod.net:9421`. */
  readonly source: string;
  /** By the mount's own options, or by the filesystem's: one that met an error turns itself read-only. */
  readonly isReadOnly: boolean;
};

/**
 * `36 35 98:0 /root /mount/point rw,noatime master:1 - ext4 /dev/root rw`. Where something is mounted over another
 * mount, the later line is what a program sees.
 */
export function mountsByPoint(mountInfo: string): ReadonlyMap<string, Mount> {
  const mounts = new Map<string, Mount>();
  for (const line of mountInfo.split('\n')) {
    const [place = '', kind = ''] = line.split(' - ');
    const [, , device, , mountPoint, options = ''] = place.split(' ');
    const [filesystem, source, ownOptions = ''] = kind.split(' ');
    if (device === undefined || mountPoint === undefined || filesystem === undefined) continue;
    const point = unescaped(mountPoint);
    const isReadOnly = [...options.split(','), ...ownOptions.split(',')].includes('ro');
    mounts.set(point, { mountPoint: point, device, filesystem, source: unescaped(source ?? ''), isReadOnly });
  }
  return mounts;
}

/**
 * Whether statfs speaks of more than what this machine may fill: a network filesystem gives the size of the whole
 * cluster, whatever the quota of the volume is.
 */
export function isNetworkFilesystem(mount: Mount): boolean {
  if (mount.source.startsWith('mfs#')) return true;
  if (mount.filesystem === 'fuse.fuse-overlayfs') return false;
  return /^(fuse\..+|fuse|nfs\d?|cifs|smb3|ceph|lustre|glusterfs|beegfs|gpfs|9p|afs)$/.test(mount.filesystem);
}

/** Blanks and backslashes stand as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
