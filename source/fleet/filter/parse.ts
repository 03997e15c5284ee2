/**
 * The filter language: `text` anywhere in name, GPU, region or health · `"a text with spaces"` · `/pattern/` · `~fuzzy` ·
 * `!not` · `field>80` · spaces and `&` mean and, `|` means or, `( )` group; `and`, `or` and `not` may be written out. See
 * `filterFields` for the fields, and docs/filter.md.
 */
import type { PodRow } from '../row.ts';
import { comparisonOf } from './comparison.ts';
import { FilterError, type Token, tokensOf } from './tokens.ts';

export const maxFilterLength = 512;

export type Matcher = (row: PodRow, nowMs: number) => boolean;

export type ParsedFilter =
  | { readonly ok: true; matches(row: PodRow, nowMs: number): boolean }
  /** `at`: which character is wrong. */
  | { readonly ok: false; readonly message: string; readonly at: number };

export function parseFilter(text: string): ParsedFilter {
  if (text.length > maxFilterLength)
    return {
      ok: false,
      message: `a filter is at most ${maxFilterLength} characters long`,
      at: maxFilterLength,
    };
  try {
    const reader = { tokens: tokensOf(text), next: 0, length: text.length };
    const matches = reader.tokens.length === 0 ? () => true : alternatives(reader);
    const rest = reader.tokens[reader.next];
    if (rest !== undefined) throw new FilterError('unexpected ")"', rest.at);
    return { ok: true, matches };
  } catch (error) {
    if (error instanceof FilterError) return { ok: false, message: error.message, at: error.at };
    throw error;
  }
}

type Reader = { readonly tokens: readonly Token[]; next: number; readonly length: number };

function alternatives(reader: Reader): Matcher {
  const options = [sequence(reader)];
  while (reader.tokens[reader.next]?.kind === 'or') {
    reader.next++;
    options.push(sequence(reader));
  }
  return (row, nowMs) => options.some((option) => option(row, nowMs));
}

function sequence(reader: Reader): Matcher {
  const parts = [term(reader)];
  for (;;) {
    const token = reader.tokens[reader.next];
    if (token === undefined || token.kind === 'or' || token.kind === 'close') break;
    if (token.kind === 'and') reader.next++;
    parts.push(term(reader));
  }
  return (row, nowMs) => parts.every((part) => part(row, nowMs));
}

function term(reader: Reader): Matcher {
  const token = reader.tokens[reader.next];
  if (token === undefined) throw new FilterError('something is missing at the end', reader.length);
  reader.next++;
  switch (token.kind) {
    case 'not': {
      const inner = term(reader);
      return (row, nowMs) => !inner(row, nowMs);
    }
    case 'open':
      return group(reader, token.at);
    case 'word':
      return containing(token.text);
    case 'fuzzy':
      return fuzzy(token.text);
    case 'pattern':
      return pattern(token.text, token.at);
    case 'comparison':
      return comparisonOf(token);
    default:
      throw new FilterError(`unexpected "${{ and: '&', or: '|', close: ')' }[token.kind]}"`, token.at);
  }
}

function group(reader: Reader, at: number): Matcher {
  const inner = alternatives(reader);
  if (reader.tokens[reader.next]?.kind !== 'close') throw new FilterError('this "(" is not closed', at);
  reader.next++;
  return inner;
}

function containing(text: string): Matcher {
  const wanted = text.toLowerCase();
  return (row) => haystackOf(row).includes(wanted);
}

function pattern(text: string, at: number): Matcher {
  try {
    const expression = new RegExp(text, 'i');
    return (row) => expression.test(haystackOf(row));
  } catch {
    throw new FilterError(`/${text}/ is not a regular expression`, at);
  }
}

/** The letters in this order, whatever stands between them. */
function fuzzy(text: string): Matcher {
  const wanted = [...text.toLowerCase()];
  return (row) => {
    let from = 0;
    const haystack = row.name.toLowerCase();
    return wanted.every((letter) => {
      const found = haystack.indexOf(letter, from);
      from = found + 1;
      return found !== -1;
    });
  };
}

function haystackOf(row: PodRow): string {
  return `${row.name} ${row.id} ${row.gpuLabel} ${row.region ?? ''} ${row.condition.kind} ${row.condition.word}`.toLowerCase();
}
