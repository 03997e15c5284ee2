/**
 * `field>80`: one comparison of a field with a number, a duration or a text. An unknown value never matches. What no pod
 * could ever match is an error that names what can be asked for.
 */
import type { PodRow } from '../row.ts';
import { type FieldValue, type FilterField, filterFields } from './fields.ts';
import { FilterError, type Operator, type Token } from './tokens.ts';

type Comparison = Extract<Token, { kind: 'comparison' }>;

export function comparisonOf(token: Comparison): (row: PodRow, nowMs: number) => boolean {
  const name = token.field.toLowerCase();
  const field = Object.hasOwn(filterFields, name) ? filterFields[name] : undefined;
  if (field === undefined) throw new FilterError(unknownField(token.field), token.at);
  const wanted = numberOf(token.text);
  const impossible = impossibilityOf(field, wanted, token);
  if (impossible !== null) throw new FilterError(impossible, token.at);
  const text = token.text.toLowerCase();
  return (row, nowMs) => {
    // `gpu=H100` asks for the name, `gpu>0` for the number.
    const found = wanted === null ? (field.textOf?.(row) ?? field.of(row, nowMs)) : field.of(row, nowMs);
    if (typeof found !== 'object' || found === null)
      return holds({ value: found, operator: token.operator, text, wanted });
    const test = (value: string) => holds({ value, operator: token.operator, text, wanted });
    return token.operator === '!=' ? found.every(test) : found.some(test);
  };
}

/** Why no pod could match, whatever it is; null when one could. */
function impossibilityOf(field: FilterField, wanted: number | null, token: Comparison): string | null {
  const { operator, text } = token;
  const isOrder = operator.startsWith('>') || operator.startsWith('<');
  const name = token.field.toLowerCase();
  if (field.type === 'text' && isOrder) return `${name} is a text: ask by ${name}= or ${name}~`;
  if (field.type === 'number' && wanted === null && (isOrder || field.textOf === undefined))
    return `"${token.field}${operator}" wants a number, not "${text}"`;
  const asked = text.toLowerCase();
  const fits = (value: string) => (operator === '~' ? value.includes(asked) : value === asked);
  if (field.values === undefined || field.values.some(fits)) return null;
  return `${name} is never "${text}"; it is ${field.values.join(' ')}`;
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
  const isSame = own === text || own.split(/[×\s]/).includes(text);
  return operator === '!=' ? !isSame : operator === '=' && isSame;
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
  const [, digits, unit] = /^\$?(\d+(?:\.\d+)?)([smhd%]?)$/.exec(text.toLowerCase()) ?? [];
  if (digits === undefined) return null;
  return Number(digits) * (unitSeconds[unit ?? ''] ?? 1);
}

function unknownField(name: string): string {
  return `there is no field "${name}"; fields are ${Object.keys(filterFields).join(' ')}`;
}
