/** The time that a line itself tells, in the forms that programs in a pod write it. A time without a zone is UTC, as pods are. */

/** Milliseconds since 1970; null where the line does not begin with a time. */
export function timeOf(text: string): number | null {
  // Most lines without a time are told apart by one look.
  const start = text.slice(0, 160);
  return isoTime(start) ?? nginxErrorTime(start) ?? commonLogTime(start);
}

/** Of a JSON field: an ISO text, or seconds, milliseconds, microseconds or nanoseconds since 1970. */
export function timeOfValue(value: unknown): number | null {
  if (typeof value === 'string') return timeOf(value) ?? numberTime(Number(value.trim() || 'none'));
  return typeof value === 'number' ? numberTime(value) : null;
}

/** "2026-11-25T22:35:48.123Z", "2026-11-25 22:35:48,123", with or without a bracket before it. */
const iso =
  /^[\s[(]{0,3}(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?/;
/** nginx's error log: "2026/11/25 22:35:48 [error]". */
const nginxError = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d) /;
/** The common log format: `10.0.0.1 - - [25/Nov/2026:22:35:48 +0000] "GET / …`. */
const commonLog = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d{4})\]/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function isoTime(text: string): number | null {
  const match = iso.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone] = match;
  const wholeMs = utc([year, month, day, hour, minute, second]);
  return wholeMs === null
    ? null
    : wholeMs + Number(fraction.slice(0, 3).padEnd(3, '0')) - zoneMs(zone ?? 'Z');
}

function nginxErrorTime(text: string): number | null {
  const match = nginxError.exec(text);
  return match === null ? null : utc(match.slice(1, 7));
}

function commonLogTime(text: string): number | null {
  if (!text.includes('[')) return null;
  const match = commonLog.exec(text);
  if (match === null) return null;
  const [, day, month = '', year, hour, minute, second, zone = 'Z'] = match;
  const wholeMs = utc([year, String(months.indexOf(month) + 1), day, hour, minute, second]);
  return wholeMs === null ? null : wholeMs - zoneMs(zone);
}

function utc(parts: readonly (string | undefined)[]): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function zoneMs(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.replace(/\D/g, '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))) * 60_000;
}

/** By its size: seconds until 1973 in milliseconds are no time of a log. */
function numberTime(value: number): number | null {
  if (!Number.isFinite(value) || value < 1e8) return null;
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  return Math.round(value < 1e17 ? value / 1000 : value / 1e6);
}
