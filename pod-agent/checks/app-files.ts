/** The files that nginx serves: the site's folder, its first page, what that page asks for, and who may read them. */
import { judgeFolder } from './app-files/folder.ts';
import { listing } from './app-files/listing.ts';
import { judgeReadable } from './app-files/readable.ts';
import { judgeReferences } from './app-files/references.ts';
import { firstPage, modes, siteSources } from './app-files/sources.ts';
import type { Check, Draft, Seen } from './check.ts';
import { fine, skipped } from './web/draft.ts';

export const appFiles: Check = {
  id: 'app-files',
  title: 'Application files',
  needs: siteSources,
  judge,
};

function judge(given: Seen): readonly Draft[] {
  const { plan, answers } = given;
  const asked = answers[modes(plan).id];
  if (asked === undefined || !asked.ok)
    throw new Error(`The site’s folder cannot be listed: ${asked?.message ?? 'it was not asked.'}`);
  const entries = listing(asked.text);
  const site = entries.get(plan.site) ?? null;
  const index = entries.get(`${plan.site}/index.html`) ?? null;
  // Outside our image nobody says that the site is there, or that it is one.
  if (!plan.isOurImage && (site === null || index === null))
    return [
      skipped('site-absent', `There is no site in ${plan.site}, and this is not the image that needs one`),
    ];
  const broken = judgeFolder(given, { site, index });
  const closed = judgeReadable(given, entries);
  if (broken.length > 0) return [...closed, ...broken];
  const found = [...closed, ...judgeReferences(given)];
  if (found.length > 0) return found;
  const isRead = answers[firstPage(plan).id]?.ok === true;
  const references = isRead ? ', and what it asks for is there' : '';
  return [fine('site-well', `${plan.site} has its first page (${index?.sizeBytes ?? 0} bytes)${references}`)];
}
