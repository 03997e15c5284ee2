/** One project as the console lists it: its file, what runs of it, and who is at it. */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { KnownProject } from '../model/deploys.ts';
import { readProject } from '../project/read-project.ts';
import type { Releases } from '../releases/releases.ts';

/** null where there is neither a file nor a release of it. `name` is that of its releases, for a file that cannot be read. */
export async function knownProject(
  file: string,
  releases: Pick<Releases, 'running' | 'unfinished' | 'lockedBy'>,
  name: string | null,
): Promise<KnownProject | null> {
  if (!existsSync(file) && name === null) return null;
  const [read, running, unfinished, lockedBy] = await Promise.all([
    readProject(file),
    releases.running(file),
    releases.unfinished(file),
    releases.lockedBy(file),
  ]);
  const project = read.ok ? read.project : null;
  return {
    file,
    name: project?.name ?? name ?? basename(dirname(file)),
    problem: read.ok ? null : problemText(read.problems.map(({ text }) => text)),
    strategy: project?.strategy ?? 'new',
    gpuTypeIds: project?.pod.gpuTypeIds ?? [],
    gpuCount: project?.pod.gpuCount ?? 1,
    dataCentreIds: project?.pod.dataCentreIds ?? [],
    running,
    unfinished:
      unfinished === null || lockedBy !== null
        ? null
        : { deployId: unfinished.deployId, step: unfinished.step, sinceMs: unfinished.startedAtMs },
    lockedBy,
  };
}

function problemText(problems: readonly string[]): string {
  const [first = 'its file cannot be read'] = problems;
  return problems.length < 2 ? first : `${first} And ${problems.length - 1} more.`;
}
