/** Whether the site's folder and its first page are there, and are what they should be. */
import { textOf } from '../../collectors/proc-text.ts';
import { isTooWide } from '../../pages/site-folder.ts';
import type { Draft, Seen } from '../check.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import type { Entry } from './listing.ts';
import { modes, mounts, servedFiles } from './sources.ts';

const documentation = 'Files of the site';

export type Folder = { readonly site: Entry | null; readonly index: Entry | null };

/** What keeps the first page from being there at all; the first that holds is the only one told. */
export function judgeFolder(given: Seen, { site, index }: Folder): readonly Draft[] {
  const { plan } = given;
  if (plan.isOurImage && isTooWide(plan.site)) return [tooWide(plan.site)];
  if (site === null || site.kind !== 'd') return [missing(given, site)];
  if (index === null) return [isEmpty(given) ? empty(given) : noIndex(given)];
  if (index.kind !== '-') return [noFile(plan.site, index)];
  return index.sizeBytes === 0 ? [emptyIndex(plan.site)] : [];
}

function tooWide(site: string): Draft {
  return trouble({
    id: 'site-too-wide',
    title: `${site} holds more than a site, so that it is not served`,
    status: 'fail',
    evidence: [seen('folder of the site', site, 'POD_AGENT_SITE', 'a folder of its own, e.g. /srv/site')],
    causes: ['POD_AGENT_SITE names a folder of the system.'],
    impact: 'The agent does not start nginx: it would publish the pod’s own files.',
    fix: advice('Put the site into a folder of its own, and name that in POD_AGENT_SITE.'),
    documentation,
  });
}

function missing({ plan, answers }: Seen, site: Entry | null): Draft {
  const answer = answers[modes(plan).id];
  const said = answer?.ok ? lineAbout(answer.errorText ?? '', plan.site) : '';
  const isRefused = /Permission denied/.test(said);
  return trouble({
    id: 'site-missing',
    title:
      site === null
        ? `The site’s folder ${plan.site} ${isRefused ? 'cannot be looked into' : 'is not there'}`
        : `${plan.site} is not a folder`,
    status: isRefused ? 'unknown' : 'fail',
    evidence: [seen(plan.site, said || 'no folder', `ls -lndL ${plan.site}`, 'a folder')],
    causes: [
      'The site was never copied into the image, or to another place.',
      'POD_AGENT_SITE names another folder than the one that holds it.',
      'It lies on a volume that is not mounted.',
    ],
    impact: 'Every page is an error.',
    fix: advice(
      `Put the built site into ${plan.site}, or name its folder in POD_AGENT_SITE, and start the pod again.`,
    ),
    documentation,
  });
}

function empty(given: Seen): Draft {
  const { site } = given.plan;
  const mount = mountAt(given, site);
  return trouble({
    id: 'site-empty',
    title:
      mount === null ? `The site’s folder ${site} is empty` : `${site} is empty: a volume is mounted over it`,
    status: 'fail',
    evidence: [
      seen('files in it', 'none', `find ${site}`, 'index.html and what it needs'),
      ...(mount === null
        ? []
        : [seen(`what is mounted at ${site}`, mount, '/proc/self/mountinfo', 'nothing')]),
    ],
    causes:
      mount === null
        ? ['The build of the image put the site elsewhere.', 'A deployment was cut short.']
        : [
            'The volume’s mount path in the pod’s template is the folder of the site, and hides what the image has there.',
          ],
    impact: 'Every page is an error.',
    fix:
      mount === null
        ? advice(`Build the site anew, and put the whole of it into ${site}.`)
        : advice('Mount the volume elsewhere, e.g. at /workspace, or put the site onto it.'),
    documentation,
  });
}

function noIndex({ plan: { site }, answers, plan }: Seen): Draft {
  const files = (textOf(answers, servedFiles(plan)) ?? '').split('\n').filter((line) => line !== '');
  const nested = files.find((path) => /^\.\/[^/]+\/index\.html$/.test(path));
  return trouble({
    id: 'site-index-missing',
    title: `${site}/index.html is not there`,
    status: 'fail',
    evidence: [
      seen(`${site}/index.html`, 'not there', `ls ${site}`, 'the first page'),
      seen('files of the site', String(files.length), `find ${site}`),
      ...(nested === undefined ? [] : [seen('an index.html below', nested.slice(2), `find ${site}`)]),
    ],
    causes: [
      ...(nested === undefined ? [] : ['The folder of the build was copied as a whole, not what it holds.']),
      'The build of the site failed half-way.',
      'The page was removed or renamed.',
    ],
    impact: 'The first page, and every route of the site, is an error.',
    fix:
      nested === undefined
        ? advice(`Build the site anew, and put the whole of it into ${site}.`)
        : advice(
            `Name ${site}/${nested.slice(2, -'/index.html'.length)} in POD_AGENT_SITE, or move what it holds up.`,
          ),
    documentation,
  });
}

function noFile(site: string, index: Entry): Draft {
  return trouble({
    id: 'site-index-missing',
    title: `${site}/index.html is not a file`,
    status: 'fail',
    evidence: [
      seen(`kind of ${site}/index.html`, index.kind === 'd' ? 'folder' : index.kind, 'ls -lnd', 'file'),
    ],
    causes: ['Something else was put in the place of the page.'],
    impact: 'The first page is an error.',
    fix: advice(`Build the site anew, and put the whole of it into ${site}.`),
    documentation,
  });
}

function emptyIndex(site: string): Draft {
  return trouble({
    id: 'site-index-empty',
    title: `${site}/index.html is empty (0 bytes)`,
    status: 'fail',
    evidence: [seen(`size of ${site}/index.html`, '0 bytes', 'ls -ln', 'the first page')],
    causes: ['The disk was full as the page was written.', 'A build or a copy was cut short.'],
    impact: 'Visitors see a blank page, and nothing tells them of an error.',
    fix: advice(
      `Build the site anew, and put the whole of it into ${site}; see first that the disk has room.`,
    ),
    documentation,
  });
}

/** Unknown is not empty. */
function isEmpty({ plan, answers }: Seen): boolean {
  const answer = answers[servedFiles(plan).id];
  return answer?.ok === true && answer.exitCode === 0 && answer.text.trim() === '';
}

/** `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw` (proc(5)); spaces in paths are `\040`. */
function mountAt({ answers }: Seen, site: string): string | null {
  const lines = (textOf(answers, mounts) ?? '').split('\n').map((line) => line.split(' '));
  const own = lines.find((fields) => fields[4]?.replaceAll('\\040', ' ') === site);
  const [kind, device] = own?.slice(own.indexOf('-') + 1) ?? [];
  return own === undefined ? null : `${kind ?? 'something'} ${device ?? ''}`.trim().slice(0, 100);
}

function lineAbout(text: string, path: string): string {
  return (text.split('\n').find((line) => line.includes(path)) ?? '').replace(/^ls: /, '').slice(0, 200);
}
