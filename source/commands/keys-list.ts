/** `pod-engine keys list`: the account's SSH keys, which RunPod puts into pods as they start. */
import { keyRowOf } from '../runpod/key-row.ts';
import type { SshKey } from '../runpod/resource-cloud.ts';
import type { Command, CommandContext } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { printList, resourceCloud } from './resource-cloud.ts';

export const keysList: Command = {
  words: 'keys list',
  aliases: ['keys'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: "the account's SSH keys by fingerprint, as ssh-keygen -l shows it",
  flags: ['json', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const cloud = await resourceCloud(context, 'read');
  if (typeof cloud === 'number') return cloud;
  const listed = await cloud.sshKeys(context.signal);
  if (!listed.ok) return sayFailure(context, listed);
  const rows = listed.value.map(rowOf);
  return await printList(context, {
    ...{ name: 'keys', document: rows, rows },
    leastWantedFirst: ['type'],
    empty: 'The account has no SSH keys.',
  });
}

/** A line that is no key is there all the same, and is shown as such. */
function rowOf({ line }: SshKey): { fingerprint: string; type: string; comment: string } {
  return keyRowOf(line) ?? { fingerprint: 'not a key', type: '?', comment: line.slice(0, 40) };
}
