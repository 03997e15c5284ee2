/** What is searched for: a text, or /a pattern/ between slashes. */

export type Pattern =
  | { readonly kind: 'all' }
  | { readonly kind: 'text'; readonly text: string; readonly isInverse: boolean }
  | {
      readonly kind: 'expression';
      readonly source: string;
      readonly flags: string;
      readonly isInverse: boolean;
    };

export type ParsedPattern =
  | { readonly ok: true; readonly value: Pattern }
  | { readonly ok: false; readonly reason: string };

const longest = 512;

/** `text`, whatever the case; `/re/`, with `/re/c` where the case counts; `!` before either for lines without it. */
export function parsePattern(typed: string): ParsedPattern {
  const text = typed.trim();
  if (text === '' || text === '!') return { ok: true, value: { kind: 'all' } };
  if (text.length > longest)
    return { ok: false, reason: `a pattern has at most ${longest} characters, and this one ${text.length}` };
  const isInverse = text.startsWith('!');
  const sought = isInverse ? text.slice(1) : text;
  const expression = /^\/(.+)\/([ci]*)$/.exec(sought);
  if (expression === null) return { ok: true, value: { kind: 'text', text: sought, isInverse } };
  const source = expression[1] ?? '';
  const flags = expression[2]?.includes('c') === true ? 'gu' : 'giu';
  try {
    new RegExp(source, flags);
  } catch (error) {
    return { ok: false, reason: `/${source}/ is no pattern: ${reasonOf(error)}` };
  }
  return { ok: true, value: { kind: 'expression', source, flags, isInverse } };
}

/** "Invalid regular expression: /(/giu: Unterminated group" says it twice. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(text.lastIndexOf(': ') + 1).trim();
}

/** Of a line, from and to which of its characters. */
export type Hit = readonly [from: number, to: number];
const maxHits = 50;

/** Where a text without colours has the pattern. A pattern with a minus before it marks nothing. */
export function hitsOf(pattern: Pattern, text: string): readonly Hit[] {
  if (pattern.kind === 'all' || pattern.isInverse) return [];
  if (pattern.kind === 'text') return textHits(pattern.text.toLowerCase(), text.toLowerCase(), text.length);
  const hits: Hit[] = [];
  for (const match of text.matchAll(new RegExp(pattern.source, pattern.flags))) {
    if (match[0] !== '') hits.push([match.index, match.index + match[0].length]);
    if (hits.length >= maxHits) break;
  }
  return hits;
}

function textHits(sought: string, text: string, length: number): readonly Hit[] {
  // A letter whose lower case is longer would put every place after it wrong.
  if (text.length !== length) return [];
  const hits: Hit[] = [];
  for (
    let at = text.indexOf(sought);
    at >= 0 && hits.length < maxHits;
    at = text.indexOf(sought, at + sought.length)
  )
    hits.push([at, at + sought.length]);
  return hits;
}

/** Whether a line is one of those that are wanted. */
export function testOf(pattern: Pattern): (text: string) => boolean {
  if (pattern.kind === 'all') return () => true;
  const { isInverse } = pattern;
  if (pattern.kind === 'text') {
    const sought = pattern.text.toLowerCase();
    return (text) => text.toLowerCase().includes(sought) !== isInverse;
  }
  const expression = new RegExp(pattern.source, pattern.flags.replace('g', ''));
  return (text) => expression.test(text) !== isInverse;
}
