/** What a page asks for that the usual Content-Security-Policy keeps a browser from. Pure. */
import { parsedUrl } from '../settings/parsed-url.ts';

const inlineScript =
  /<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*["']?application\/(?:ld\+)?json)[^>]*>\s*\S/i;
const inlineHandler = /<[a-z][^>]*\son[a-z]{3,}\s*=/i;
const inlineStyle = /<style\b[^>]*>\s*\S|<[a-z][^>]*\sstyle\s*=/i;
const address =
  /<(?:script|img|iframe|source|video|audio)\b[^>]*\ssrc\s*=\s*["']?([^"'\s>]+)|<link\b[^>]*\shref\s*=\s*["']?([^"'\s>]+)/gi;

/** One sentence for each kind; none for a page that keeps to files of its own. */
export function blockedByPolicy(page: string): readonly string[] {
  const text = page.replaceAll(/<!--[\s\S]*?-->/g, '');
  const hosts = new Set<string>();
  for (const [element, source, link] of text.matchAll(address)) {
    // A link may only name something, as the page's own address.
    if (
      link !== undefined &&
      !/\brel\s*=\s*["']?(?:stylesheet|icon|preload|modulepreload|manifest)/i.test(element)
    )
      continue;
    const host = parsedUrl(source ?? link ?? '', 'http://site.invalid')?.host ?? '';
    if (host !== '' && host !== 'site.invalid') hosts.add(host.slice(0, 100));
  }
  const inline = [
    ...(inlineScript.test(text) || inlineHandler.test(text) ? ['scripts'] : []),
    ...(inlineStyle.test(text) ? ['styles'] : []),
  ];
  return [
    ...(inline.length > 0
      ? [`index.html has inline ${inline.join(' and ')}, which browsers are told not to run`]
      : []),
    ...(hosts.size > 0
      ? [`index.html asks ${[...hosts].slice(0, 5).join(', ')}, which browsers are told not to do`]
      : []),
  ];
}
