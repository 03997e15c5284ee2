/** nginx as a program: where it is, how it is started, and whether it would take its configuration. */
import { findCommand } from '../host/command-lookup.ts';
import { runCommand } from '../host/run-command.ts';
import { oneLine } from '../protocol/one-line.ts';
import type { Preparation } from './service.ts';

export type NginxProgram = {
  /** Looks whether it is there and takes its configuration; how it is started in the foreground, or why it cannot be. */
  prepare(): Promise<Preparation>;
};

export const nginxMissing = 'nginx is in none of the folders where commands are looked up';

/** A busy machine may take a while to start a program; what takes longer is tried again later. */
const commandTimeoutMs = 5000;

/** Looked for each time: it may have been installed meanwhile. */
export function createNginxProgram(prefix: string): NginxProgram {
  return {
    async prepare() {
      const path = findCommand('nginx', null);
      if (path === null) return { kind: 'refused', reason: nginxMissing };
      const version = await run(path, ['-v']);
      if (!version.ok) return { kind: 'not-now', reason: version.message };
      const log = logWords(version.errorText ?? '');
      const ours = ['-p', prefix, '-c', `${prefix}/nginx.conf`, ...log];
      const check = await run(path, [...ours, '-t', '-q']);
      if (!check.ok) return { kind: 'not-now', reason: check.message };
      if (check.exitCode === 0) return { kind: 'ready', path, args: [...ours, '-g', 'daemon off;'] };
      const trouble = firstTrouble(check.errorText ?? '');
      return { kind: 'refused', reason: `nginx does not take its configuration: ${trouble}` };
    },
  };
}

function run(path: string, args: readonly string[]): ReturnType<typeof runCommand> {
  return runCommand({ path, args, root: null, timeoutMs: commandTimeoutMs, onStart: () => {} });
}

/**
 * What goes wrong before the configuration is read goes to standard error, by a flag that nginx has since 1.19.5 (its
 * change log); before, it goes to the file that the build was made with.
 *
 * @param text E.g. `nginx version: nginx/1.22.1`.
 */
export function logWords(text: string): readonly string[] {
  const [, major, minor, patch] = /nginx\/(\d+)\.(\d+)\.(\d+)/.exec(text)?.map(Number) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return [];
  return major * 1e6 + minor * 1e3 + patch >= 1_019_005 ? ['-e', 'stderr'] : [];
}

/** `2026/11/25 13:00:00 [emerg] 17#17: unknown directive …` without what is the same in every line. */
function firstTrouble(text: string): string {
  const lines = text.split('\n').filter((line) => /\[(emerg|alert|crit|error)\]/.test(line));
  const line = lines[0] ?? text.split('\n')[0] ?? '';
  const words = line.replace(/^.*\[(?:emerg|alert|crit|error)\] (?:\d+#\d+: )?/, '');
  return oneLine(words) || 'nginx -t failed without a word';
}
