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
  context.say(`${question} `);
  if (process.stdin.isTTY !== true) {
    context.say('\nNot confirmed: there is no terminal to ask on. Give --yes.\n');
    return false;
  }
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await reader.question('[y/N] ', { signal: context.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    // Interrupted while asking: that is a no.
    return false;
  } finally {
    reader.close();
  }
}
