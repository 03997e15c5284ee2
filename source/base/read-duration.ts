/** Durations as people type them: "45s", "5m", "1h30m", "2d". */

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const form = /^(?:\d{1,9}(?:\.\d{1,3})?(?:ms|[smhd]))+$/;

/**
 * @param options.zero Whether "0s" is a duration too: where it says "at once" or "from now on". Else it is none.
 * @returns Milliseconds, whole and not negative; null where the text is no duration.
 */
export function readDuration(
  text: string,
  { zero = false }: { readonly zero?: boolean } = {},
): number | null {
  const written = text.trim().toLowerCase();
  if (!form.test(written)) return null;
  const parts = [...written.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  const sum = parts.reduce((total, [, figure, unit = '']) => total + Number(figure) * (units[unit] ?? 0), 0);
  const ms = Math.round(sum);
  return Number.isSafeInteger(ms) && (zero || ms > 0) ? ms : null;
}

export const durationExample = 'Write it like 45s, 5m, 1h30m or 2d.';
