/** Addresses of which nobody knows whether they are any. */

/** @returns null for what is no address. (`URL.canParse` is not there before Node 18.17.) */
export function parsedUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
