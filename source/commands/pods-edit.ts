/** `pod-engine pods edit NAME`: a pod's settings in $EDITOR, or from a file; what differs, what is lost, then the question. */
import { readFile } from 'node:fs/promises';
import { messageOf } from '../base/message-of.ts';
import type { Pod } from '../fleet/pod.ts';
import type { PodSettings } from '../fleet/pod-settings.ts';
import type { SettingsChange } from '../life/settings-change.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Command, CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { editText } from './edit-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { missingSecretsOfEdit } from './judge-in-account.ts';
import { lossText } from './loss-text.ts';
import { type PodToChange, podToChange, podToRead } from './pod-to-change.ts';
import { refuseLocked } from './refuse-locked.ts';
import { tellPodChange } from './tell-pod-change.ts';

export const podsEdit: Command = {
  words: 'pods edit',
  aliases: ['edit-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: "change a pod's image, ports, disks, variables or name in $EDITOR; resets one that runs",
  flags: ['settings', 'print', 'yes', 'json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const isPrint = context.flags.print === true;
  const found = isPrint ? await podToRead(context) : await podToChange(context);
  if (typeof found === 'number') return found;
  const { cloud, pod } = found;
  const read = await cloud.podSettings(pod.id, context.signal);
  if (!read.ok) return sayFailure(context, read);
  if (isPrint) return await printSettings(context, read.value);
  if (refuseLocked(context, pod, 'edited')) return exitCodes.refused;
  const change = await changeOf(context, read.value, cloud);
  if (typeof change === 'number') return change;
  if (change.differences.length === 0) return nothingToDo(context, pod);
  const question = await questionOf(context, { ...found, change });
  if (!(await confirm(context, question))) return exitCodes.refused;
  return await carryOut(context, { ...found, change });
}

/** As JSON it is taken back by --settings too, since JSON is YAML. */
async function printSettings(context: CommandContext, settings: PodSettings): Promise<ExitCode> {
  const { settingsDocument, settingsText } = await import('../life/settings-text.ts');
  const isJson = context.flags.json === true;
  context.print(isJson ? `${JSON.stringify(settingsDocument(settings), null, 2)}\n` : settingsText(settings));
  return exitCodes.ok;
}

/** From the file that was named, or what the operator left in the editor. */
async function changeOf(
  context: CommandContext,
  settings: PodSettings,
  cloud: Pick<WholeCloud, 'secrets'>,
): Promise<SettingsChange | ExitCode> {
  const text = await newText(context, settings);
  if (typeof text === 'number') return text;
  const { readSettingsText } = await import('../life/read-settings-text.ts');
  const read = readSettingsText(text, settings);
  const problems = read.ok
    ? await missingSecretsOfEdit(cloud, { settings, change: read.change }, context.signal)
    : read.problems;
  if (read.ok && problems.length === 0) return read.change;
  for (const problem of problems) context.say(`${problem}\n`);
  context.say('Nothing was changed.\n');
  return exitCodes.usage;
}

async function newText(context: CommandContext, settings: PodSettings): Promise<string | ExitCode> {
  const { settings: file } = context.flags;
  if (file === undefined) return (await editText(context, await textOf(settings))) ?? exitCodes.failed;
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8');
  } catch (error) {
    context.say(
      `The settings cannot be read from "${file}": ${messageOf(error)}. Give a file as --print writes it.\n`,
    );
    return exitCodes.usage;
  }
}

/** Brought in when it is needed: the reader and writer of YAML would slow every command's start. */
async function textOf(settings: PodSettings): Promise<string> {
  const { settingsText } = await import('../life/settings-text.ts');
  return settingsText(settings);
}

function nothingToDo(context: CommandContext, pod: Pod): ExitCode {
  const text = `Nothing differs: ${pod.name} stays as it is.`;
  const outcome = { edited: false, differences: [] };
  return tellPodChange(context, { pod, outcome, text, isAlready: true });
}

type Changing = PodToChange & { readonly change: SettingsChange };

async function questionOf(context: CommandContext, changing: Changing): Promise<string> {
  const { pod, change } = changing;
  if (context.flags.yes === true) return '';
  const differences = change.differences.map(
    ({ name, from, to }) => `  ${name}: ${from ?? 'not there'} → ${to ?? 'taken away'}`,
  );
  const isReset = change.edit !== null && pod.state.kind !== 'stopped';
  const losses = isReset ? [await lossText(context, changing, 'edit')] : [];
  const what = isReset ? `Change ${pod.name}, which resets it?` : `Change ${pod.name}?`;
  return [...differences, ...losses, what].join('\n');
}

async function carryOut(context: CommandContext, { cloud, pod, change }: Changing): Promise<ExitCode> {
  const { signal, say } = context;
  if (change.edit !== null) {
    const edited = await cloud.editPod(change.edit, signal);
    if (!edited.ok) return sayFailure(context, edited);
  }
  if (change.rename !== null) {
    const renamed = await cloud.renamePod({ podId: pod.id, name: change.rename }, signal);
    if (!renamed.ok) {
      if (change.edit !== null) say('The other changes were made; the name was not.\n');
      return sayFailure(context, renamed);
    }
  }
  return tellPodChange(context, {
    pod: { id: pod.id, name: change.rename ?? pod.name },
    outcome: { edited: true, differences: change.differences },
    text: `${pod.name} (${pod.id}) is changed.`,
  });
}
