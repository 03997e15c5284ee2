/** `pod-engine keys add FILE`: adds a public key to the account's, and sees that no other was lost. */
import { readFile } from 'node:fs/promises';
import { messageOf } from '../base/message-of.ts';
import { keyRowOf } from '../runpod/key-row.ts';
import { homePath } from '../settings/paths.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { resourceCloud, tellChange } from './resource-cloud.ts';
import { identityOf, writeKeys } from './write-keys.ts';

export const keysAdd: Command = {
  words: 'keys add',
  aliases: [],
  argumentsHelp: 'FILE',
  minArguments: 1,
  maxArguments: 1,
  summary: 'add a public key to the account, for pods that start from now on',
  flags: ['json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const read = await publicKeyIn(homePath(context.arguments[0] ?? '', context.homeFolder));
  if (!read.ok) {
    context.say(`${read.reason}\n`);
    return exitCodes.usage;
  }
  const cloud = await resourceCloud(context, 'change');
  if (typeof cloud === 'number') return cloud;
  const before = await cloud.sshKeys(context.signal);
  if (!before.ok) return sayFailure(context, before);
  const { line } = read;
  const fingerprint = identityOf({ line });
  if (before.value.some((key) => identityOf(key) === fingerprint)) {
    const told = {
      document: { fingerprint, added: true, already: true },
      text: `${fingerprint} is there already.`,
    };
    return tellChange(context, before, told);
  }
  const written = await writeKeys(cloud, [...before.value, { line }], context.signal);
  return tellChange(context, written, {
    document: { fingerprint, added: true },
    text: `${fingerprint} is added. Pods get it when they start anew: those that run now do not have it.`,
  });
}

type ReadKey = { readonly ok: true; readonly line: string } | { readonly ok: false; readonly reason: string };

const mostBytes = 64 * 1024;

async function publicKeyIn(path: string): Promise<ReadKey> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).slice(0, mostBytes);
  } catch (error) {
    return { ok: false, reason: `Cannot read ${path}: ${messageOf(error)}.` };
  }
  if (text.includes('PRIVATE KEY'))
    return {
      ok: false,
      reason: `${path} is a private key, which stays here. Give the public one: ${path}.pub`,
    };
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const [line, ...more] = keys;
  if (line === undefined || keyRowOf(line) === null)
    return { ok: false, reason: `${path} holds no public key, as "ssh-ed25519 AAAA… name".` };
  if (more.length > 0)
    return { ok: false, reason: `${path} holds ${keys.length} lines. Give a file with one key.` };
  return { ok: true, line };
}
