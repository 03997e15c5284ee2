/** How git calls ssh where nobody can answer it: as it would, with a word more. */
import type { AskGit } from './ask.ts';

/** In order of their rank: GIT_SSH_COMMAND, core.sshCommand, GIT_SSH, ssh (git help config). */
export async function sshEnvironment(
  ask: AskGit,
  signal: AbortSignal,
  own: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Record<string, string>> {
  const command = own.GIT_SSH_COMMAND ?? (await configured(ask, signal)) ?? (own.GIT_SSH ? null : 'ssh');
  // Other programs, plink among them, take other words.
  if (command === null || !/^\s*(\S*\/)?ssh(\s|$)/.test(command)) return {};
  return { GIT_SSH_COMMAND: `${command} -oBatchMode=yes -oConnectTimeout=15` };
}

async function configured(ask: AskGit, signal: AbortSignal): Promise<string | null> {
  const words = ['config', '--get', 'core.sshCommand'];
  const answer = await ask({ words, wanted: 'read its configuration', signal, answers: [0, 1] });
  const value = answer.ok ? answer.value.stdout.trim() : '';
  return value === '' ? null : value;
}
