/**
 * The script that asks a pod without Node for sources, as the agent's host would. Each line of its own begins with the
 * mark `@NONCE `, which nothing it reads can guess. What the answers look like stands in ask-functions.ts.
 */
import type { EnvironmentSource, Source } from '../../../pod-agent/host/host.ts';
import { quoted } from '../../ssh/shell-quote.ts';
import { functions, maxAnswerBytes, preamble, waiting } from './ask-functions.ts';
import { webScript } from './web-script.ts';

export type AskScriptOptions = {
  /** Letters and digits. */
  readonly nonce: string;
  /** What hangs longer than this is not waited for. */
  readonly seconds: number;
};

/** Programs that are not asked twice at once: their driver takes one question after the other. */
const oneByOne: ReadonlySet<string> = new Set(['nvidia-smi', 'rocm-smi', 'amd-smi']);

const rowCount = 10;

/** To be sent to the input of `sh -s`. Sources of cadence `hot` are asked twice, a second apart. */
export function askScript(sources: readonly Source[], { nonce, seconds }: AskScriptOptions): string {
  if (!/^[A-Za-z0-9]+$/.test(nonce))
    throw new Error(`The nonce ${JSON.stringify(nonce)} is not of letters and digits.`);
  const numbered = sources.map((source, number) => ({ source, number }));
  const isHot = numbered.some(({ source }) => source.cadence === 'hot');
  // In braces, so that the shell has read all of it before the first command runs: they share one input.
  return `{ : | {
${preamble(nonce)}
webscript=${quoted(webScript)}
${functions}
rows=
give
at first
${hotFiles(numbered, 'b')}
${rowsOf(numbered).map(rowText).join('\n')}
${numbered.flatMap((each) => (isQuick(each.source) && each.source.cadence !== 'hot' ? [lineOf(each)] : [])).join('\n')}
${isHot ? 'sleep 1' : ':'}
at second
${hotFiles(numbered, '')}
${waiting(seconds)}
printf '\\n@%s over\\n' "$n" >&6
}; }
`;
}

/** What the script prints last. */
export function endOf(nonce: string): string {
  return `\n@${nonce} over\n`;
}

/** Whole seconds, since not every `timeout` knows others. Files have no time of their own. */
export function limitSeconds(source: Source): number {
  return 'timeoutMs' in source ? Math.max(1, Math.ceil(source.timeoutMs / 1000)) : 2;
}

type Numbered = { readonly source: Source; readonly number: number };

/** The kernel's own files answer at once; any other may lie on a volume that has gone away. */
export function isQuick(source: Source): boolean {
  if (source.kind === 'environment') return true;
  if (source.kind === 'file') return /^\/(proc|sys)\//.test(source.path);
  return source.kind === 'files' && /^\/(proc|sys)\//.test(source.glob);
}

function hotFiles(numbered: readonly Numbered[], suffix: string): string {
  const hot = numbered.filter(({ source }) => source.cadence === 'hot' && isQuick(source));
  return hot.map((each) => lineOf(each, suffix)).join('\n') || ':';
}

/** A row is asked from its first to its last; all rows side by side. */
function rowsOf(numbered: readonly Numbered[]): readonly (readonly Numbered[])[] {
  const rows = new Map<string, Numbered[]>();
  for (const [position, each] of numbered.filter(({ source }) => !isQuick(source)).entries()) {
    const { source } = each;
    const isOneByOne = source.kind === 'command' && oneByOne.has(source.argv[0]);
    const key = isOneByOne ? source.argv[0] : `${position % rowCount}`;
    rows.set(key, [...(rows.get(key) ?? []), each]);
  }
  return [...rows.values()];
}

function rowText(row: readonly Numbered[]): string {
  const hot = row.filter(({ source }) => source.cadence === 'hot');
  const again = hot.length === 0 ? [] : ['sleep 1', ...hot.map((each) => lineOf(each))];
  const others = row.filter(({ source }) => source.cadence !== 'hot').map((each) => lineOf(each));
  const lines = [...hot.map((each) => lineOf(each, 'b')), ...others, ...again].join('\n');
  return `if [ "$turn" ]; then ( ${lines}\n) & rows="$rows $!"; else\n${lines}\nfi`;
}

function lineOf({ source, number }: Numbered, suffix = ''): string {
  const key = `${number}${suffix}`;
  const seconds = limitSeconds(source);
  switch (source.kind) {
    case 'file':
      return isQuick(source)
        ? `show ${key} ${quoted(source.path)}`
        : `ask ${key} ${seconds} ${maxAnswerBytes} head -c ${maxAnswerBytes} ${quoted(source.path)}`;
    case 'files':
      return isQuick(source)
        ? `gather ${key} ${plainGlob(source.glob)}`
        : `ask ${key} ${seconds} ${maxAnswerBytes} cat ${plainGlob(source.glob)}`;
    case 'filesystem':
      return `size ${key} ${seconds} ${quoted(source.path)}`;
    case 'environment':
      return environmentText(source, key);
    case 'command':
      return `ask ${key} ${seconds} ${maxAnswerBytes} ${source.argv.map(quoted).join(' ')}`;
    case 'http':
      return `web ${key} ${seconds} ${source.port} ${quoted(source.path)}`;
  }
}

/**
 * Of the variables only those asked for, each behind the place where it was found: 1 PID 1's environment, 2 RunPod's file
 * for logins, 3 the login's own. What is named like a secret leaves the pod as no more than the word that it is set.
 */
function environmentText({ names }: EnvironmentSource, key: string): string {
  const wanted = names.filter((name) => /^[A-Za-z_]\w*$/.test(name));
  const secrets = wanted.filter(isSecretName).map((name) => `${name}=?*`);
  const hidden =
    secrets.length === 0 ? '' : `${secrets.join('|')}) printf '%s %s=[redacted]\\n' "$1" "\${x%%=*}" >&6 ;; `;
  const open = wanted.map((name) => `${name}=*`).join('|') || "''";
  return `pick() { case $x in ${hidden}${open}) printf '%s %s\\n' "$1" "$x" >&6 ;; esac; }
take; say begin ${key}
tr '\\0\\n\\r' '\\n  ' </proc/1/environ | while IFS= read -r x; do pick 1; done
if [ -r /etc/rp_environment ]; then
while IFS= read -r x; do case $x in 'export '*=*) x=\${x#export }; v=\${x#*=}; v=\${v#\\"}; x=\${x%%=*}=\${v%\\"}; pick 2 ;; esac; done </etc/rp_environment
fi
${wanted.map((name) => `if [ "\${${name}+set}" ]; then x="${name}=$${name}"; pick 3; fi`).join('\n') || ':'}
printf '\\n@%s err\\n\\n@%s rc 0\\n@%s end ${key} 0\\n' "$n" "$n" "$n" >&6
give`;
}

/** A public key is none. */
export function isSecretName(name: string): boolean {
  return /(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS)$/.test(name) && !/PUBLIC_KEY$/.test(name);
}

/** Globs stand unquoted, so they must be of harmless characters. */
function plainGlob(glob: string): string {
  if (/^\/[\w./*[\]-]+$/.test(glob)) return glob;
  throw new Error(
    `The shell cannot read ${JSON.stringify(glob)}: only letters, digits and ._-/*[] are allowed.`,
  );
}
