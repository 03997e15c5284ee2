/** Files that the first page asks for and that are not in the site. */
import { textOf } from '../../collectors/proc-text.ts';
import { ownReferences, type Reference } from '../../pages/page-references.ts';
import type { Draft, Seen } from '../check.ts';
import { redactedLine } from '../redact.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { firstPage, indexBytes, listBytes, servedFiles } from './sources.ts';

const mostTold = 8;

export function judgeReferences({ plan, answers }: Seen): readonly Draft[] {
  const page = textOf(answers, firstPage(plan));
  const list = textOf(answers, servedFiles(plan));
  // Of a list that was cut nobody can say what is not in it.
  if (page === null || list === null || page.length >= indexBytes || list.length >= listBytes) return [];
  const files = new Set(list.split('\n').map((path) => path.slice(1)));
  const missing = ownReferences(page).filter(
    ({ path }) => !files.has(path) && !isHidden(path) && !isRoute(path),
  );
  return missing.length === 0 ? [] : [absent(plan.site, missing)];
}

/** Files that begin with a dot are not listed. */
function isHidden(path: string): boolean {
  return path.includes('/.');
}

/** A name without an extension may be answered by the application rather than by a file. */
function isRoute(path: string): boolean {
  return !/\.[A-Za-z][A-Za-z0-9]*$/.test(path);
}

function absent(site: string, missing: readonly Reference[]): Draft {
  const needed = missing.filter(({ isNeeded }) => isNeeded);
  const first = redactedLine((needed[0] ?? missing[0])?.path ?? '', 120);
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  return trouble({
    id: 'site-references-missing',
    title: `index.html asks for ${first}${more}, which ${missing.length > 1 ? 'are' : 'is'} not in the site`,
    status: needed.length > 0 ? 'fail' : 'warn',
    evidence: missing
      .slice(0, mostTold)
      .map(({ path, isNeeded }) =>
        seen(
          redactedLine(path, 200),
          'not there',
          `${site}/index.html`,
          isNeeded ? 'script or style' : 'file',
        ),
      ),
    causes: [
      'The page and its files are of two builds: only one of them was copied.',
      'A deployment was cut short.',
      'The site was built for another base path.',
    ],
    impact:
      needed.length > 0
        ? 'The page stays blank or without its looks: a script or style is missing.'
        : 'An image, an icon or the like is missing on the page.',
    fix: advice(`Build the site anew, and put the whole of it into ${site}.`),
    documentation: 'Files of the site',
  });
}
