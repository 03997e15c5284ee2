/** The operator's terminal, with what others write on it turned into lines of the output pane. */
import { redact } from '../base/redact.ts';
import { safeText } from '../base/safe-text.ts';
import type { TerminalEvent } from '../terminal/events.ts';
import { createTerminal, type Terminal } from '../terminal/terminal.ts';
import type { CommandContext } from './command.ts';

export function consoleTerminal(
  environment: CommandContext['environment'],
  listener: { readonly onEvent: (event: TerminalEvent) => void; readonly tell: (text: string) => void },
): Terminal {
  const { stdin, stdout, stderr } = process;
  const { onEvent } = listener;
  return createTerminal({
    ...{ stdin, stdout, stderr, host: process, environment, onEvent },
    onStrayText: (text) => {
      for (const line of strayLines(text)) listener.tell(line);
    },
  });
}

/** What something else wrote to the terminal, as lines that can stand in a pane. */
function strayLines(text: string): string[] {
  const lines = text.split(/\r?\n/).slice(0, 20);
  return lines
    .map((line) => safeText(redact(line, []), { maxLength: 500 }).trim())
    .filter((line) => line !== '');
}
