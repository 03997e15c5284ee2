/** What a page asks for as it is loaded, read from its text. Pure. */
import { parsedUrl } from '../settings/parsed-url.ts';

export type Reference = {
  /** From the site's root. */
  readonly path: string;
  /** Without a script or a stylesheet the page is not what was built; without an icon it is. */
  readonly isNeeded: boolean;
};

const element = /<(script|link|img|source|audio|video|object|embed)\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
const attribute = /([^\s=>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;
/** What a browser fetches for the page itself; `canonical`, `alternate`, `preconnect` and their kin only name something. */
const fetchedLinks = /^(stylesheet|modulepreload|preload|icon|apple-touch-icon|mask-icon|manifest)$/;

/**
 * Files of the site itself, each once. What lies on another host, what is written into the page, and other pages are left
 * out. Elements are found as the HTML syntax has them (html.spec.whatwg.org, 13.1.2), scripts and comments taken out.
 */
export function ownReferences(page: string): readonly Reference[] {
  const text = page
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/(<script\b(?:"[^"]*"|'[^']*'|[^'">])*>)[\s\S]*?<\/script\s*>/gi, '$1')
    .replaceAll(/<(style|template|noscript)\b[\s\S]*?<\/\1\s*>/gi, '');
  const base =
    attributesOf(/<base\b((?:"[^"]*"|'[^']*'|[^'">])*)>/i.exec(text)?.[1] ?? '').get('href') ?? '/';
  const found = new Map<string, boolean>();
  for (const [, name = '', attributes = ''] of text.matchAll(element)) {
    const reference = referenceOf(name.toLowerCase(), attributesOf(attributes));
    const path = reference === null ? null : pathOf(reference.target, base);
    if (reference !== null && path !== null) found.set(path, reference.isNeeded || found.get(path) === true);
  }
  return [...found].map(([path, isNeeded]) => ({ path, isNeeded }));
}

type Target = { readonly target: string; readonly isNeeded: boolean };

function referenceOf(name: string, attributes: ReadonlyMap<string, string>): Target | null {
  if (name === 'link') {
    const kinds = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
    if (!kinds.some((kind) => fetchedLinks.test(kind))) return null;
    const isNeeded = kinds.includes('stylesheet') || kinds.includes('modulepreload');
    return { target: attributes.get('href') ?? '', isNeeded };
  }
  const target = attributes.get(name === 'object' ? 'data' : 'src') ?? '';
  return { target, isNeeded: name === 'script' };
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(attribute)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      decoded(double ?? single ?? bare ?? '').trim(),
    ]),
  );
}

const named: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

/** The character references that builders write into addresses. */
function decoded(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (Number.isInteger(code) && code <= 0x10_ffff) return String.fromCodePoint(code);
    return named[String(name).toLowerCase()] ?? whole;
  });
}

/** Stands for whatever name the pod is reached by. */
const ownOrigin = 'http://site.invalid';

/** @returns null for what is no file of the site. */
function pathOf(reference: string, base: string): string | null {
  if (reference === '' || reference.startsWith('#')) return null;
  const target = parsedUrl(reference, parsedUrl(base, ownOrigin)?.href ?? ownOrigin);
  if (target === null || target.origin !== ownOrigin || target.pathname === '/') return null;
  try {
    return normalize(decodeURIComponent(target.pathname));
  } catch {
    // Not a form that a browser would ask for either.
    return normalize(target.pathname);
  }
}

/** An absolute path without empty parts, `.` and `..`; a slash at its end stays. */
function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const end = path.endsWith('/') && parts.length > 0 ? '/' : '';
  return `/${parts.join('/')}${end}`;
}
