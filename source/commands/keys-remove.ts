/** `pod-engine keys remove FINGERPRINT`: takes a key from the account's, after it has been named again. */
import { keyLoss, lastKeyLoss } from '../life/resource-losses.ts';
import { keyRowOf } from '../runpod/key-row.ts';
import type { SshKey } from '../runpod/resource-cloud.ts';
import type { Command, CommandContext } from './command.ts';
import { confirmName } from './confirm-name.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { resourceCloud, tellChange } from './resource-cloud.ts';
import { identityOf, writeKeys } from './write-keys.ts';

export const keysRemove: Command = {
  words: 'keys remove',
  aliases: ['keys delete'],
  argumentsHelp: 'FINGERPRINT',
  minArguments: 1,
  maxArguments: 1,
  summary: 'take a key from the account; its fingerprint has to be given again, or by --confirm',
  flags: ['confirm', 'json', 'config', 'readOnly'],
  flagsMean: { confirm: 'the fingerprint that would have to be typed' },
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const cloud = await resourceCloud(context, 'change');
  if (typeof cloud === 'number') return cloud;
  const before = await cloud.sshKeys(context.signal);
  if (!before.ok) return sayFailure(context, before);
  const [fingerprint = ''] = context.arguments;
  const left = before.value.filter((key) => identityOf(key) !== fingerprint);
  if (left.length === before.value.length) {
    context.say(`The account has no key ${fingerprint}. pod-engine keys list shows them all.\n`);
    return exitCodes.notFound;
  }
  const consequences = consequencesOf(before.value, left, fingerprint);
  if (!(await confirmName(context, { consequences, name: fingerprint, verb: 'remove' })))
    return exitCodes.refused;
  const written = await writeKeys(cloud, left, context.signal);
  return tellChange(context, written, {
    document: { fingerprint, removed: true },
    text: `${fingerprint} is removed. Pods that run now still let it in until they start anew.`,
  });
}

function consequencesOf(before: readonly SshKey[], left: readonly SshKey[], fingerprint: string): string {
  const key = before.find((each) => identityOf(each) === fingerprint);
  const comment = key === undefined ? '' : (keyRowOf(key.line)?.comment ?? '');
  const last = left.length === 0 ? `\n${lastKeyLoss}` : '';
  return `Lost: ${keyLoss({ fingerprint, comment })}${last}`;
}
