/** Whether a site is whole: its first page is there, what that page asks for is there, and its own health page is JSON. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ownReferences } from '../pages/page-references.ts';

export type SiteFindings = {
  /** The first page's text; '' where it cannot be read. */
  readonly page: string;
  /** What keeps the site from being shown as it was built. */
  readonly faults: readonly string[];
  /** What is missing and may not matter. */
  readonly doubts: readonly string[];
  readonly found: readonly string[];
};

/** A page is no novel: what is longer is not read to its end. */
const longestPageBytes = 4 * 1024 * 1024;
const mostTold = 8;

export async function inspectSite(site: string): Promise<SiteFindings> {
  const page = await pageText(join(site, 'index.html'));
  if (!page.ok) return { page: '', faults: [page.reason], doubts: [], found: [] };
  const references = ownReferences(page.text);
  const missing = new Set<string>();
  for (const { path } of references) if (!(await isFile(join(site, path)))) missing.add(path);
  const tell = (isNeeded: boolean) =>
    references
      .filter((reference) => reference.isNeeded === isNeeded && missing.has(reference.path))
      .slice(0, mostTold)
      .map(({ path }) => `index.html refers to ${path.slice(0, 200)}, which is not in ${site}`);
  const health = await ownHealthPage(join(site, 'health.json'));
  return {
    page: page.text,
    faults: [...tell(true), ...(health.fault === null ? [] : [health.fault])],
    doubts: tell(false),
    found: [
      `index.html is there, and ${counted(references.length - missing.size, references.length)}`,
      health.found,
    ],
  };
}

function counted(there: number, all: number): string {
  if (all === 0) return 'names no file';
  return there === all ? `all ${all} files that it names` : `${there} of the ${all} files that it names`;
}

/** The first page's text; '' where it cannot be read. */
export async function firstPage(site: string): Promise<string> {
  const page = await pageText(join(site, 'index.html'));
  return page.ok ? page.text : '';
}

type PageText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

async function pageText(path: string): Promise<PageText> {
  try {
    const found = await stat(path);
    // A pipe would be waited for for ever.
    if (!found.isFile()) return { ok: false, reason: `${path} is not a file` };
    if (found.size > longestPageBytes)
      return { ok: false, reason: `${path} is longer than ${longestPageBytes} bytes` };
    return { ok: true, text: await readFile(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read: ${String(code)}`;
    return { ok: false, reason: `${path} ${why}` };
  }
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** The live page stands before it; one that is broken was meant to be something else. */
async function ownHealthPage(
  path: string,
): Promise<{ readonly fault: string | null; readonly found: string }> {
  const page = await pageText(path);
  if (!page.ok)
    return { fault: null, found: 'health.json was made for the time in which the agent does not answer' };
  try {
    JSON.parse(page.text);
    return { fault: null, found: 'the health.json of the site is not shown: the live one stands before it' };
  } catch {
    return { fault: `${path} is not JSON`, found: '' };
  }
}
