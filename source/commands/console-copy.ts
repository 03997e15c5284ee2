/** Text for the operator's clipboard, with word of what became of it. */
import type { Terminal } from '../terminal/terminal.ts';

export function copyAndSay(
  terminal: Pick<Terminal, 'copy'>,
  say: (level: 'ok' | 'warn', text: string) => void,
  text: string,
): void {
  const plan = terminal.copy(text);
  const note = plan.kind === 'copy' && plan.note !== null ? `: ${plan.note}` : '';
  if (plan.kind === 'copy') say('ok', `copied ${nameOf(text)} (${plan.byteCount} bytes)${note}`);
  else say('warn', `not copied: ${plan.byteCount} bytes, and a terminal takes ${plan.maxByteCount}`);
}

/** Output of a job is many lines, of which one must not become many here. */
function nameOf(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.length > 1 ? `${lines.length} lines` : text.length <= 80 ? `"${text}"` : 'a line';
}
