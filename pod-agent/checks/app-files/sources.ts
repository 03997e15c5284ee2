/** The site's folder as `ls` and `find` show it, and its first page. */
import { file } from '../../collectors/proc-text.ts';
import type { CommandSource, Source } from '../../host/host.ts';
import type { PodPlan } from '../check.ts';
import { mainConfiguration } from '../nginx/sources.ts';
import { commandTimeoutMs, shell } from '../web/sources.ts';

export const indexBytes = 262_144;
export const listBytes = 400_000;

/** The site, every folder above it, and its first page, links followed: those are what nginx must be able to enter. */
export function modes({ site }: PodPlan): CommandSource {
  return {
    kind: 'command',
    id: 'modes of the site',
    cadence: 'once',
    argv: ['ls', '-lndL', ...pathsDownTo(site), `${site}/index.html`],
    timeoutMs: commandTimeoutMs,
  };
}

/** `/`, `/srv`, `/srv/site`. */
export function pathsDownTo(site: string): readonly string[] {
  const names = site.split('/').filter((name) => name !== '');
  return ['/', ...names.map((_, at) => `/${names.slice(0, at + 1).join('/')}`)];
}

/** What is served: neither what begins with a dot nor what is below such a folder. One path a line, relative. */
export function servedFiles({ site }: PodPlan): CommandSource {
  const script = `cd "$1" && find -L . -name '.?*' -prune -o -type f -print 2>/dev/null | head -c ${listBytes}`;
  return shell('files of the site', script, [site]);
}

/** A pipe in the place of the page would be waited for until the deadline, and no longer. */
export function firstPage({ site }: PodPlan): CommandSource {
  return {
    kind: 'command',
    id: 'first page',
    cadence: 'once',
    argv: ['head', '-c', String(indexBytes), `${site}/index.html`],
    timeoutMs: commandTimeoutMs,
  };
}

export const users = file('/etc/passwd', 'once');
export const groups = file('/etc/group', 'once');
export const mounts = file('/proc/self/mountinfo', 'once');

export function siteSources(plan: PodPlan): readonly Source[] {
  return [modes(plan), servedFiles(plan), firstPage(plan), mainConfiguration(plan), users, groups, mounts];
}
