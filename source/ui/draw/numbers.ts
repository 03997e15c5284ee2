/** Figures as text. Fixed decimals, so that digits stand still; a dash for what is not known. */

export const unknownMark = '—';

/** "86%", at most four cells. */
export function percent(value: number | null): string {
  return value === null ? unknownMark : `${Math.round(value)}%`;
}

export function whole(value: number | null): string {
  return value === null ? unknownMark : String(Math.round(value));
}

/** "23.92", "164.47", "1204.5". */
export function dollars(value: number | null): string {
  if (value === null) return unknownMark;
  return value >= 1000 ? value.toFixed(1) : value.toFixed(2);
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Powers of 1024, three significant digits at most: "74.1 GiB", "412 GiB". */
export function bytes(value: number | null): string {
  return scaled(value, { units: byteUnits, step: 1024 });
}

const rateUnits = ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s'] as const;

/** Powers of 1000, as networks and disks are sold: "3.1 GB/s". */
export function rate(value: number | null): string {
  return scaled(value, { units: rateUnits, step: 1000 });
}

/** "5210 W", "24.6 kW". */
export function watts(value: number | null): string {
  if (value === null) return unknownMark;
  return value >= 10_000 ? `${(value / 1000).toFixed(1)} kW` : `${Math.round(value)} W`;
}

function scaled(
  value: number | null,
  { units, step }: { readonly units: readonly string[]; readonly step: number },
): string {
  if (value === null) return unknownMark;
  let amount = value;
  let unit = 0;
  // 999.5 would be rounded up to four digits, so it already belongs to the next unit.
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= step;
    unit++;
  }
  const decimals = unit === 0 || amount >= 99.95 ? 0 : 1;
  return `${amount.toFixed(decimals)} ${units[unit] ?? ''}`;
}
