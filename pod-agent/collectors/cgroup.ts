/**
 * Whether this machine is a container, by its control groups, so that each reading can say whose figures it has.
 *
 * `cgroup.events` exists in every cgroup of version 2 but the root, and `cgroup.sane_behavior` in no cgroup of version 1
 * but the root: a container sees its own group where the host has the root.
 * (Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/cgroups.rst)
 */
import type { Answers, FileSource } from '../host/host.ts';
import type { Scope } from '../protocol/readings.ts';
import { file } from './proc-text.ts';

const version2Group = file('/sys/fs/cgroup/cgroup.events', 'once');
/** The limit at the time of asking; memory.stat has it as it is now. */
export const version1Group = file('/sys/fs/cgroup/memory/memory.limit_in_bytes', 'once');
const version1Root = file('/sys/fs/cgroup/memory/cgroup.sane_behavior', 'once');

export const containerSources: readonly FileSource[] = [version2Group, version1Group, version1Root];

/** `none` is a host's root group, or a machine without control groups: there only /proc tells the truth. */
export type GroupKind = 'version-2' | 'version-1' | 'none';

export function groupKind(answers: Answers): GroupKind {
  if (answers[version2Group.id]?.ok) return 'version-2';
  if (answers[version1Group.id]?.ok && !answers[version1Root.id]?.ok) return 'version-1';
  return 'none';
}

export function scopeOf(kind: GroupKind): Scope {
  return kind === 'none' ? 'host' : 'container';
}
