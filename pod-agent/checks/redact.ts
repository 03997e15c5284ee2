/** Takes secrets out of text that somebody is to read. What only may be one goes too: a log line less is no loss. */

/** Long enough to say what is meant. */
const longestLine = 300;

const hidden = '***';

const forms: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  // The word before it stays, so that one sees what was there.
  [/\b(authorization\s*[:=]\s*["']?)(?:(?:bearer|basic|token|digest)\s+)?[^\s"',;]+/gi, `$1${hidden}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${hidden}`],
  [/\b((?:set-)?cookie\s*:\s*)[^\r\n"]+/gi, `$1${hidden}`],
  // A password may hold an "@" itself: the last one before the path ends it.
  [/(\w+:\/\/)[^\s/@:"']*:[^\s/"']+@/g, `$1${hidden}@`],
  // JSON within JSON, as where a program logs what it was sent, has backslashes before its quotes.
  [
    /(\\*["']?[\w.-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|signature|session[_-]?id)[\w.-]*\\*["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|\\+"[^"\\]*\\+"|[^\s,;&)"'}\]]+)/gi,
    `$1${hidden}`,
  ],
  // As arguments of a command line that somebody logged.
  [
    /(--?[\w-]*(?:passw(?:or)?d|passphrase|secret|token|api-?key|access-?key|credentials?)\s+)(?:"[^"]*"|'[^']*'|[^\s"'-][^\s"']*)/gi,
    `$1${hidden}`,
  ],
  [/(\s(?:-u|--user)\s+[^\s:"']+:)[^\s"']+/g, `$1${hidden}`],
  [/(\b(?:pass|pwd|auth)=)[^\s,;&"']+/gi, `$1${hidden}`],
  // Addresses of chats at which whoever knows them may write.
  [/(\bhooks\.slack\.com\/|\/api\/webhooks\/)[^\s"']+/gi, `$1${hidden}`],
  [/(\b[A-Z][A-Z0-9_]*_(?:KEY|PASS|PWD|AUTH)\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s,;"']+)/g, `$1${hidden}`],
  // What stands behind a question mark is anything; the path says what was asked for.
  [/(\/[^\s"'?]*\?)[^\s"'#]+/g, `$1${hidden}`],
  // Keys that are known by how they begin: OpenAI and its kin, Hugging Face, GitHub, RunPod, GitLab, Slack, AWS, Google.
  [
    /\b(?:sk|pk|rk)-[\w-]{12,}|\bhf_\w{12,}|\bgh[pousr]_\w{12,}|\bgithub_pat_\w{12,}|\brpa?_\w{16,}|\bglpat-[\w-]{12,}|\bxox[abeoprs]-[\w-]{8,}|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bAIza[\w-]{20,}/g,
    hidden,
  ],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g, hidden],
];

/** Letters of both kinds and digits without a break: chance made them. A hash of 40 or 64 digits in lower case stays. */
const longWord = /[A-Za-z0-9+_=-]{32,}/g;

export function redact(text: string): string {
  const known = forms.reduce((left, [form, instead]) => left.replaceAll(form, instead), text);
  return known.replaceAll(longWord, (word) =>
    /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) ? hidden : word,
  );
}

/** One line for a report: without control characters, redacted, and cut. */
export function redactedLine(text: string, maxLength = longestLine): string {
  // Cut first, but wide, so that no form takes its time over a line of a megabyte.
  const line = redact(text.slice(0, maxLength * 4).replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')).trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}
