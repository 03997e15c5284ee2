/** What was thrown, in its own words: whole, and not made safe. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
