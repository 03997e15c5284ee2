/** `field>80`: one comparison of a field with a number, a duration or a text. An unknown value never matches. */
import type { PodRow } from '../row.ts';
import { type FieldValue, filterFields } from './fields.ts';
import { FilterError, type Operator, type Token } from './tokens.ts';

export function comparisonOf(
  token: Extract<Token, { kind: 'comparison' }>,
): (row: PodRow, nowMs: number) => boolean {
  const field = Object.hasOwn(filterFields, token.field) ? filterFields[token.field] : undefined;
  if (field === undefined) throw new FilterError(unknownField(token.field), token.at);
  const wanted = numberOf(token.text);
  if ((token.operator.startsWith('>') || token.operator.startsWith('<')) && wanted === null)
    throw new FilterError(`"${token.field}${token.operator}" wants a number, not "${token.text}"`, token.at);
  return (row, nowMs) => {
    // `gpu=H100` asks for the name, `gpu>0` for the number.
    const value = token.field === 'gpu' && wanted === null ? row.gpuLabel : field.of(row, nowMs);
    return holds({ value, operator: token.operator, text: token.text.toLowerCase(), wanted });
  };
}

function holds(comparison: {
  readonly value: FieldValue;
  readonly operator: Operator;
  readonly text: string;
  readonly wanted: number | null;
}): boolean {
  const { value, operator, text, wanted } = comparison;
  if (value === null) return false;
  if (typeof value === 'number' && wanted !== null) return holdsNumber(value, operator, wanted);
  const own = String(value).toLowerCase();
  if (operator === '~') return own.includes(text);
  if (operator === '!=') return own !== text;
  return operator === '=' && (own === text || own.split(/[×\s]/).includes(text));
}

function holdsNumber(value: number, operator: Operator, wanted: number): boolean {
  switch (operator) {
    case '>':
      return value > wanted;
    case '<':
      return value < wanted;
    case '>=':
      return value >= wanted;
    case '<=':
      return value <= wanted;
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '~':
      return String(value).includes(String(wanted));
  }
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** "80", "80%", "$1.5", "2h" (in seconds); null when it is not a number. */
function numberOf(text: string): number | null {
  const [, digits, unit] = /^\$?(\d+(?:\.\d+)?)([smhd%]?)$/.exec(text) ?? [];
  if (digits === undefined) return null;
  return Number(digits) * (unitSeconds[unit ?? ''] ?? 1);
}

function unknownField(name: string): string {
  return `there is no field "${name}"; fields are ${Object.keys(filterFields).join(' ')}`;
}
