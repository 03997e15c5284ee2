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

const single: Readonly<Record<string, 'and' | 'or' | 'not' | 'open' | 'close'>> = {
  '&': 'and',
  '|': 'or',
  '!': 'not',
  '(': 'open',
  ')': 'close',
};

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === ' ') {
      at++;
      continue;
    }
    const kind = single[character];
    if (kind !== undefined) {
      tokens.push({ kind, at });
      at++;
      continue;
    }
    const token = character === '/' ? patternAt(text, at) : wordAt(text, at);
    tokens.push(token.token);
    at = token.end;
  }
  return tokens;
}

function patternAt(text: string, at: number): { token: Token; end: number } {
  const close = text.indexOf('/', at + 1);
  // An unfinished pattern is what one sees while typing it: it runs to the end.
  const end = close === -1 ? text.length : close;
  return { token: { kind: 'pattern', text: text.slice(at + 1, end), at }, end: close === -1 ? end : end + 1 };
}

const comparisonForm = /^([A-Za-z_][\w]*)(>=|<=|!=|>|<|=|~)(.*)$/;

function wordAt(text: string, at: number): { token: Token; end: number } {
  const rest = text.slice(at);
  const length = wordLength(rest);
  const word = rest.slice(0, length);
  const end = at + length;
  if (word.startsWith('~')) return { token: { kind: 'fuzzy', text: word.slice(1), at }, end };
  const [, field, operator, value] = comparisonForm.exec(word) ?? [];
  if (field === undefined || operator === undefined || value === undefined)
    return { token: { kind: 'word', text: word, at }, end };
  const known = operators.find((candidate) => candidate === operator);
  if (known === undefined) throw new FilterError(`"${operator}" is no comparison`, at);
  return { token: { kind: 'comparison', field, operator: known, text: value, at }, end };
}

/** A word ends at a space or a sign of the language; the `!` of `!=` is not one. */
function wordLength(rest: string): number {
  for (let at = 0; at < rest.length; at++) {
    const character = rest.charAt(at);
    if (character === '!' && rest.charAt(at + 1) === '=') {
      at++;
      continue;
    }
    if (' &|()!'.includes(character)) return Math.max(1, at);
  }
  return rest.length;
}
