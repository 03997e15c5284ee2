/** Whether the workers of nginx, who are not root, may read the first page and enter every folder above it. */
import { textOf } from '../../collectors/proc-text.ts';
import type { Draft, Seen } from '../check.ts';
import { mainConfiguration } from '../nginx/sources.ts';
import { quoted, seen, trouble } from '../web/draft.ts';
import { type Entry, mayRead, type Reader, workerIn } from './listing.ts';
import { groups, pathsDownTo, users } from './sources.ts';

export function judgeReadable(
  { plan, answers }: Seen,
  entries: ReadonlyMap<string, Entry>,
): readonly Draft[] {
  const configuration = textOf(answers, mainConfiguration(plan));
  const reader = workerIn(configuration ?? '', textOf(answers, users) ?? '', textOf(answers, groups) ?? '');
  if (reader === null) return [];
  const asked = [...pathsDownTo(plan.site), `${plan.site}/index.html`];
  const closed = asked
    .map((path) => entries.get(path))
    .filter((entry): entry is Entry => entry !== undefined && !mayRead(entry, reader));
  return closed.length === 0 ? [] : [unreadable(plan.site, closed, reader)];
}

function unreadable(site: string, closed: readonly Entry[], { name }: Reader): Draft {
  const above = closed.filter(({ path }) => !path.startsWith(site));
  const first = closed[0]?.path ?? site;
  return trouble({
    id: 'site-unreadable',
    title: `${name}, as whom nginx works, may not read ${first}`,
    status: 'fail',
    evidence: closed.map(({ path, mode, userId, kind }) =>
      seen(
        `mode of ${path}`,
        `${mode.toString(8).padStart(3, '0')}, owner ${userId}`,
        `ls -lnd ${path}`,
        kind === 'd' ? '755' : '644',
      ),
    ),
    causes: [
      'Files were copied with a umask of 077, or from a home folder.',
      ...(above.length > 0 ? ['The site lies below a folder that only its owner may enter.'] : []),
    ],
    impact: 'Visitors get 403 or 404, though the files are there.',
    fix:
      above.length > 0
        ? {
            text: `Let everybody pass through ${above.map(({ path }) => path).join(', ')} (its files stay closed), or put the site elsewhere.`,
            command: `chmod a+x ${above.map(({ path }) => quoted(path)).join(' ')} && chmod -R a+rX ${quoted(site)}`,
            // Folders above the site may hold more than the site.
            safe: false,
            reversible: true,
          }
        : {
            text: 'Let everybody read the site, which is published anyway. What begins with a dot is not, and stays closed.',
            command: `cd ${quoted(site)} && find . -name '.?*' -prune -o ! -type l -exec chmod a+rX {} +`,
            safe: true,
            reversible: true,
          },
    documentation: 'Files of the site',
  });
}
