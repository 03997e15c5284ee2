/** A name as it has to be typed in a line that is shown for copying. */
import { quoted } from '../ssh/shell-quote.ts';

/** "train-1", and 'my pod' in quotes. */
export function typedName(name: string): string {
  return /^[\w.@%+=:,/][\w.@%+=:,/-]*$/.test(name) ? name : quoted(name);
}
