/** The question before what cannot be taken back: the name has to be typed. `--confirm NAME` answers it without a terminal. */
import { createInterface } from 'node:readline/promises';
import type { CommandContext } from './command.ts';
import { typedName } from './typed-name.ts';

/** False also where there is nobody to ask: then it says how to confirm. */
export async function confirmName(
  context: CommandContext,
  asked: { readonly consequences: string; readonly name: string; readonly verb: string },
): Promise<boolean> {
  const { consequences, name, verb } = asked;
  const { confirm } = context.flags;
  if (confirm === name) return true;
  context.say(`${consequences}\n`);
  if (confirm !== undefined) {
    context.say(`Not confirmed: --confirm says "${confirm}", and the name is "${name}".\n`);
    return false;
  }
  if (context.flags.json === true || process.stdin.isTTY !== true) {
    const why = context.flags.json === true ? '--json does not ask' : 'there is no terminal to ask on';
    context.say(`Not confirmed: ${why}. Give --confirm ${typedName(name)}.\n`);
    return false;
  }
  const typed = await typedLine(context, `Type ${name} to ${verb} it: `);
  if (typed === name) return true;
  if (typed !== null && typed !== '') context.say(`That is not its name: nothing was done.\n`);
  return false;
}

/** null where the question was interrupted. */
async function typedLine(context: CommandContext, question: string): Promise<string | null> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await reader.question(question, { signal: context.signal })).trim();
  } catch {
    // What comes next begins on a line of its own.
    context.say('\n');
    return null;
  } finally {
    reader.close();
  }
}
