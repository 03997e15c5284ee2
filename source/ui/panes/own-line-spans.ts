/** A line that the console itself has said. */
import type { OutputLine } from '../../fleet/fleet.ts';
import type { Span } from '../draw/paint.ts';
import type { Role } from '../draw/theme.ts';
import { clock } from '../draw/time.ts';

const looks: Readonly<Record<OutputLine['level'], readonly [glyph: string, role: Role]>> = {
  info: ['·', 'dim'],
  ok: ['✔', 'ok'],
  warn: ['▲', 'warn'],
  error: ['✖', 'crit'],
};

export function ownLineSpans(line: OutputLine): Span[] {
  const [glyph, role] = looks[line.level];
  return [
    ' ',
    [clock(line.atMs), 'dim'],
    ' ',
    [glyph, role],
    ' ',
    [line.text, line.level === 'error' || line.level === 'warn' ? role : 'text'],
  ];
}
