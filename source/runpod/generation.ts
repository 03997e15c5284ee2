/**
 * The mark of a container by the time of its start, so that both of RunPod's wires give the same whichever way they write
 * that moment (ISO 8601, with fractions or without). A text that is no time is kept as it is; null for none.
 */
export function generationOfStart(startedAt: string | null): string | null {
  if (startedAt === null) return null;
  const atMs = Date.parse(startedAt);
  return Number.isNaN(atMs) ? startedAt : new Date(atMs).toISOString();
}
