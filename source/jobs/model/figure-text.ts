/** Figures of a benchmark as text: the unit beside the number, three digits that mean something, a dash for not known. */

/** "12.4 ms", "1,204 req/s", "1.2 GB/s", "12.6 kB", "—". Bytes in powers of 1000, as networks have them. */
export function figureText(value: number | null, unit: string): string {
  if (value === null) return '—';
  if (unit === 'B/s') return scaled(value, ['B/s', 'kB/s', 'MB/s', 'GB/s']);
  if (unit === 'bytes') return scaled(value, ['B', 'kB', 'MB', 'GB', 'TB']);
  if (unit === 'ms' && Math.abs(value) >= 10_000) return `${number(value / 1000)} s`;
  if (unit === '%') return `${number(value)} %`;
  return unit === '' ? number(value) : `${number(value)} ${unit}`;
}

/** "+8.8 %", "−3.1 %". */
export function changeText(percent: number): string {
  const sign = percent < 0 ? '−' : '+';
  return `${sign}${Math.abs(percent).toFixed(1)} %`;
}

function scaled(value: number, units: readonly string[]): string {
  let amount = value;
  let unit = 0;
  while (Math.abs(amount) >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${number(amount)} ${units[unit] ?? ''}`;
}

function number(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-GB');
  if (Number.isInteger(value) || size >= 100) return String(Math.round(value));
  return value.toFixed(size >= 10 ? 1 : 2);
}
