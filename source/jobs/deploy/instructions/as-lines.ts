/** The instructions as lines of output. Pure. */
import type { Instructions } from './instructions.ts';

export function instructionLines({ title, rows, notes, commands }: Instructions): readonly string[] {
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const lineWidth = Math.max(...commands.map(({ line }) => line.length));
  return [
    title,
    ...rows.map(({ name, value }) => `  ${name.padEnd(nameWidth)}  ${value}`),
    ...notes,
    'Next:',
    ...commands.map(({ line, does }) => `  ${line.padEnd(lineWidth)}  ${does}`),
  ];
}
