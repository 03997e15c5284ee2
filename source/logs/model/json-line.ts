/** A line that is one JSON object, as structured loggers write them. */
import { safeText } from '../../base/safe-text.ts';
import { plainLine } from './safe-line.ts';
import { timeOfValue } from './time-of.ts';

export type LogFields = Readonly<Record<string, unknown>>;

/** Its fields; null where the line is something else. What it says is as safe as the line is. */
export function fieldsOf(text: string): LogFields | null {
  if (!/^\s*\{.*\}\s*$/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(plainLine(text));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** The names that loggers use (zap, logrus, pino, bunyan, structlog, serilog, nginx by hand), the usual one first. */
const messageNames = ['msg', 'message', 'event', '@m', 'text'];
const levelNames = ['level', 'severity', 'lvl', 'levelname', 'log.level', '@l'];
const timeNames = ['time', 'ts', 'timestamp', '@timestamp', 'asctime', '@t'];

export function messageOf(fields: LogFields): string | null {
  const value = first(fields, messageNames);
  return typeof value === 'string' ? value : null;
}

/** As it stands there: a word, or the number of pino and bunyan. */
export function levelFieldOf(fields: LogFields): unknown {
  return first(fields, levelNames);
}

export function timeFieldOf(fields: LogFields): number | null {
  return timeOfValue(first(fields, timeNames));
}

const maxPrettyRows = 40;

/** The message, then each field on a row of its own; at most 40 rows. What was escaped in the JSON is made safe here. */
export function prettyRows(fields: LogFields): readonly string[] {
  const message = messageOf(fields);
  const rest = Object.entries(fields).filter(([, value]) => value !== message);
  const rows = rest.flatMap(([name, value]) => rowsOf(name, value, 1));
  const all = message === null ? rows : [oneLine(message), ...rows];
  if (all.length <= maxPrettyRows) return all;
  return [...all.slice(0, maxPrettyRows - 1), `  … ${all.length - maxPrettyRows + 1} more rows`];
}

function rowsOf(name: string, value: unknown, depth: number): readonly string[] {
  const indent = '  '.repeat(depth);
  if (typeof value !== 'object' || value === null || depth >= 6)
    return [`${indent}${oneLine(name)}: ${valueText(value)}`];
  const inner = Object.entries(value).flatMap(([key, each]) => rowsOf(key, each, depth + 1));
  return [`${indent}${oneLine(name)}:`, ...inner];
}

function valueText(value: unknown): string {
  return oneLine(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'));
}

function oneLine(text: string): string {
  return safeText(text, { maxLength: 2000 });
}

function first(fields: LogFields, names: readonly string[]): unknown {
  const name = names.find((each) => fields[each] !== undefined && fields[each] !== null);
  return name === undefined ? undefined : fields[name];
}
