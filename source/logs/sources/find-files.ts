/** Which logs are there: files of a pod by the patterns of a shell. */
import type { Outcome, SshFailure } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { quoted } from '../../ssh/shell-quote.ts';

/** Nginx as distributions have it, and as this project's image has it; what its programs write beside that. */
export const usualPatterns: readonly string[] = [
  '/var/log/nginx/*.log',
  '/var/log/pod-agent/*.log',
  '/var/log/pod-engine*.log',
];

/** What the operator's own programs may write: shown as an offer, and not read unasked. */
export const offeredPatterns: readonly string[] = ['/workspace/*.log', '/workspace/logs/*.log'];

/** So often it is looked whether other files match; a shell expands some patterns each time. */
export const usualLookSeconds = 20;

/** In one folder there may be thousands. */
export const maxFiles = 32;

export type FoundFiles = {
  readonly paths: readonly string[];
  /** Patterns that no file matches. */
  readonly unmatched: readonly string[];
};

/** Regular files that match, each once, at most 32; those changed last come first. A path with a line break is left out. */
export async function findFiles(
  door: Pick<PodDoor, 'script'>,
  patterns: readonly string[],
): Promise<Outcome<FoundFiles>> {
  if (patterns.length === 0) return { ok: true, value: { paths: [], unmatched: [] } };
  const loops = patterns.map(
    (pattern, index) =>
      `none=1; for f in ${shellPattern(pattern)}; do [ -f "$f" ] && { none=; printf '%s\\n' "$f"; }; done
[ -z "$none" ] || printf 'none %s\\n' ${index}`,
  );
  const run = await door.script({
    text: `LC_ALL=C; export LC_ALL
found() { ${loops.join('\n')}
}
printf 'files\\n'
all=$(found | sort -u)
printf '%s\\n' "$all" | grep '^none '
printf '%s\\n' "$all" | grep '^/' | head -n 500 | tr '\\n' '\\0' | xargs -0 ls -1td -- 2>/dev/null
printf 'end-of-files\\n'
`,
    timeoutMs: 10_000,
    maxOutputBytes: 256 * 1024,
    until: 'end-of-files',
  });
  if (!run.ok) return run;
  const lines = run.value.output.split('\n');
  const from = lines.indexOf('files');
  const until = lines.indexOf('end-of-files');
  if (from < 0 || until < 0) return { ok: false, failure: noAnswer };
  const said = lines.slice(from + 1, until);
  const paths = said.filter((path) => path.startsWith('/')).slice(0, maxFiles);
  return {
    ok: true,
    value: { paths, unmatched: patterns.filter((_, index) => said.includes(`none ${index}`)) },
  };
}

const noAnswer: SshFailure = {
  kind: 'protocol',
  message: 'The pod did not say which log files it has: its shell ran the script not to its end.',
  hint: 'Log in and try `sh -c "ls /var/log"` by hand; name single files with --source /PATH.',
  retriable: true,
};

/** A pattern for a shell's `for`: its signs mean what they mean there, everything else stands for itself. */
export function shellPattern(pattern: string): string {
  return pattern
    .split(/([*?]|\[[^\]]*\])/)
    .map((part, index) => (index % 2 === 1 ? safeSign(part) : part === '' ? '' : quoted(part)))
    .join('');
}

/** Between brackets nothing but letters, digits and what stands between them keeps its meaning. */
function safeSign(sign: string): string {
  return /^(?:[*?]|\[[!^]?[\w.-]+\])$/.test(sign) ? sign : quoted(sign);
}

export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}
