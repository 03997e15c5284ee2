/** A line that may be a JSON object. */

/** @returns Its members; none where it is no object, as the cut first line of a log's end is not. */
export function parsedObject(line: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
