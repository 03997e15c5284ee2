/** The headers of one answer, for those who look at them. */

/** Names in lower case; of repeated headers the values joined by ", "; a line that continues another is part of it. */
export function headersOf(head: string): Readonly<Record<string, string>> {
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = new Map<string, string>();
  for (const line of lines.slice(1)) {
    const colonAt = line.indexOf(':');
    if (colonAt <= 0) continue;
    const name = line.slice(0, colonAt).toLowerCase();
    const value = line.slice(colonAt + 1).trim();
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return Object.fromEntries(headers);
}
