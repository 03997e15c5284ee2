/**
 * The API key in `~/.runpod/config.toml`, as runpodctl writes it (`apiKey = "…"`, older `apikey`) or the Python
 * package (`api_key` under `[default]`). null when it has none. Reads just this: not TOML at large.
 */
export function apiKeyOfToml(text: string): string | null {
  let isRightTable = true;
  for (const line of text.split(/\r?\n/)) {
    const table = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line);
    if (table !== null) isRightTable = table[1] === 'default';
    const value = isRightTable ? assignment.exec(line) : null;
    if (value !== null) return value[1] ?? value[2] ?? null;
  }
  return null;
}

const assignment = /^\s*"?(?:apiKey|apikey|api_key)"?\s*=\s*(?:"([^"\\]+)"|'([^']+)')\s*(?:#.*)?$/;
