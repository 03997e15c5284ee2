/** Cuts a filter into tokens, each with where it began, so that an error can point at it. */

export type Token =
  | { readonly kind: 'and' | 'or' | 'not' | 'open' | 'close'; readonly at: number }
  | { readonly kind: 'word' | 'fuzzy' | 'pattern'; readonly text: string; readonly at: number }
  | {
      readonly kind: 'comparison';
      readonly field: string;
      readonly operator: Operator;
      readonly text: string;
      readonly at: number;
    };

export const operators = ['>=', '<=', '!=', '>', '<', '=', '~'] as const;
export type Operator = (typeof operators)[number];

export class FilterError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const joining: Readonly<Record<string, 'and' | 'or' | 'not' | 'open' | 'close'>> = {
  '&': 'and',
  '|': 'or',
  '!': 'not',
  '(': 'open',
  ')': 'close',
  and: 'and',
  or: 'or',
  not: 'not',
};

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (text.charAt(at) === ' ') at++;
    if (at >= text.length) return tokens;
    const { token, end } = tokenAt(text, at);
    tokens.push(token);
    at = end;
  }
}

type Cut = { readonly token: Token; readonly end: number };

function tokenAt(text: string, at: number): Cut {
  const character = text.charAt(at);
  const single = joining[character];
  if (single !== undefined) return { token: { kind: single, at }, end: at + 1 };
  if (character === '/') {
    const { text: pattern, end } = enclosedAt(text, at);
    return { token: { kind: 'pattern', text: pattern, at }, end };
  }
  if (isQuote(character)) {
    const { text: word, end } = enclosedAt(text, at);
    return { token: { kind: 'word', text: word, at }, end };
  }
  return comparisonAt(text, at) ?? wordAt(text, at);
}

/** `util>80`, `util > 80`, `gpu:h100`. Before and after `~` and `:` no space: `train ~h1` is two words. */
const comparisonForm = /([A-Za-z_]\w*)(?: *(>=|<=|!=|==|>|<|=) *|([~:]))/y;

function comparisonAt(text: string, at: number): Cut | null {
  comparisonForm.lastIndex = at;
  const [all, field, spaced, close] = comparisonForm.exec(text) ?? [];
  if (all === undefined || field === undefined) return null;
  const sign = spaced ?? close;
  const operator = operators.find((known) => known === (sign === ':' || sign === '==' ? '=' : sign));
  if (operator === undefined) return null;
  const valueAt = at + all.length;
  const value = isQuote(text.charAt(valueAt)) ? enclosedAt(text, valueAt) : plainAt(text, valueAt);
  return { token: { kind: 'comparison', field, operator, text: value.text, at }, end: value.end };
}

function wordAt(text: string, at: number): Cut {
  const { text: word, end } = plainAt(text, at);
  const kind = Object.hasOwn(joining, word.toLowerCase()) ? joining[word.toLowerCase()] : undefined;
  if (kind !== undefined) return { token: { kind, at }, end };
  if (word.startsWith('~')) return { token: { kind: 'fuzzy', text: word.slice(1), at }, end };
  return { token: { kind: 'word', text: word, at }, end };
}

type Piece = { readonly text: string; readonly end: number };

/** Between two of the character at `at`. What is not closed yet is what one sees while typing it: it runs to the end. */
function enclosedAt(text: string, at: number): Piece {
  const close = text.indexOf(text.charAt(at), at + 1);
  const end = close === -1 ? text.length : close;
  return { text: text.slice(at + 1, end), end: close === -1 ? end : end + 1 };
}

/** Up to a space or a sign of the language. */
function plainAt(text: string, at: number): Piece {
  let end = at;
  while (end < text.length && !' &|()!'.includes(text.charAt(end))) end++;
  return { text: text.slice(at, end), end };
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}
