/** The value below which the share `part` of the values lies; null of none. */
export function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
}

export function round(value, digits) {
  return value === null || Number.isNaN(value) ? null : Number(value.toFixed(digits));
}
