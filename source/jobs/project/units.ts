/** Durations and sizes as people write them: "30s", "5m", "20GB". */

/** One number and one unit: ms, s, m, h. */
export const durationForm = /^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|m|h)$/;
/** One number and one unit: decimal ones as disks are sold (GB), binary ones as memory is counted (GiB). */
export const sizeForm = /^(\d{1,9}(?:\.\d{1,3})?) ?(MB|GB|TB|MiB|GiB|TiB)$/;
/** What is rented by the whole gigabyte. */
export const gigabytesForm = /^(\d{1,6}) ?(GB|TB)$/;

const msOfUnit: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const bytesOfUnit: Readonly<Record<string, number>> = {
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** @returns Milliseconds, whole. The text has been checked against `durationForm`. */
export function durationMs(text: string): number {
  return measured(text, durationForm, msOfUnit);
}

/** @returns Bytes, whole. The text has been checked against `sizeForm`. */
export function sizeBytes(text: string): number {
  return measured(text, sizeForm, bytesOfUnit);
}

/** @returns Gigabytes, whole. The text has been checked against `gigabytesForm`. */
export function gigabytes(text: string): number {
  return measured(text, gigabytesForm, { GB: 1, TB: 1000 });
}

function measured(text: string, form: RegExp, units: Readonly<Record<string, number>>): number {
  const [, figure, unit = ''] = form.exec(text) ?? [];
  const factor = units[unit];
  // The schema lets nothing else through, so this would be a fault of ours.
  if (figure === undefined || factor === undefined) throw new Error(`"${text}" is no measure.`);
  return Math.round(Number(figure) * factor);
}
