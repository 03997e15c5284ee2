/** Asks yes or no on the terminal. Without one, or with --yes, nobody is asked. */
import { createInterface } from 'node:readline/promises';
import type { CommandContext } from './command.ts';

/** False also where there is nobody to ask: then it says how to confirm. */
export async function confirm(context: CommandContext, question: string): Promise<boolean> {
  if (context.flags.yes === true) return true;
  if (context.flags.json === true) {
    context.say(`${question}\nNot confirmed: --json does not ask. Give --yes.\n`);
    return false;
  }
  if (process.stdin.isTTY !== true) {
    context.say(`${question}\nNot confirmed: there is no terminal to ask on. Give --yes.\n`);
    return false;
  }
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // The reader wipes the line that it asks in: what stands before the question is said first.
    const lines = question.split('\n');
    const asked = lines.pop() ?? '';
    for (const line of lines) context.say(`${line}\n`);
    const answer = await reader.question(`${asked} [y/N] `, { signal: context.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    // Interrupted while asking: that is a no, and what comes next begins on a line of its own.
    context.say('\n');
    return false;
  } finally {
    reader.close();
  }
}
