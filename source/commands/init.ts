/** `pod-engine init`: writes a pod-engine.yaml after looking at the folder, and says what it guessed. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { InitPlan } from '../jobs/project/init/plan-init.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { projectFileName } from './find-project.ts';

export const init: Command = {
  words: 'init',
  aliases: [],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'write a pod-engine.yaml for this folder; exit 8 where there is one already',
  flags: ['file', 'force', 'dryRun'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { planInit } = await import('../jobs/project/init/plan-init.ts');
  const { writeInit } = await import('../jobs/project/init/write-init.ts');
  const { runProgram } = await import('../jobs/programs/run-program.ts');
  const file = fileMeant(context);
  const plan = await planInit(file, { run: runProgram, signal: context.signal });
  if (context.signal.aborted) return exitCodes.interrupted;
  if (context.flags.dryRun === true) {
    context.print(plan.text);
    context.say(toldOf(plan));
    return exitCodes.ok;
  }
  const written = await writeInit(plan, { isForced: context.flags.force === true });
  if (written.ok) {
    context.print(`Written: ${file}\n`);
    context.say(`${toldOf(plan)}\nThen: pod-engine deploy --plan\n`);
    return exitCodes.ok;
  }
  const isThere = written.kind === 'exists';
  context.say(
    `${written.reason}.${isThere ? ' --force replaces it, --dry-run shows what it would be.' : ''}\n`,
  );
  return isThere ? exitCodes.refused : exitCodes.failed;
}

/** A folder stands for the file of the usual name in it. */
function fileMeant({ flags }: CommandContext): string {
  const path = resolve(flags.file ?? projectFileName);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    ? join(path, projectFileName)
    : path;
}

function toldOf({ guesses, next }: InitPlan): string {
  const keyWidth = Math.max(...guesses.map(({ key }) => key.length));
  const valueWidth = Math.max(...guesses.map(({ value }) => value.length));
  const rows = guesses.map(
    ({ key, value, because }) =>
      `  ${key.padEnd(keyWidth)}  ${value.padEnd(valueWidth)}  ${because === null ? 'the usual' : `by ${because}`}\n`,
  );
  return `\nGuessed:\n${rows.join('')}\nTo do:\n${next.map((step) => `  ${step}\n`).join('')}`;
}
