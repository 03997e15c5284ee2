/** A dialog: facts that give way where the screen is low, and answers that never do. */
import { type Box, boxed } from '../../draw/box.ts';
import type { Span } from '../../draw/paint.ts';
import type { Role } from '../../draw/theme.ts';
import { wrapText } from '../../draw/wrap.ts';
import type { Frame } from '../../frame.ts';
import { keyOf, oneCharacter } from '../../keys/bound.ts';
import { button, fact } from './dialog-parts.ts';

/** Rows that belong together, and how soon they give way where the screen is low: 0 stays longest. */
export type Fact = { readonly lines: readonly Span[][]; readonly rank: number };

/** The answers are always seen, whatever has to give way. */
export function dialog(
  frame: Frame,
  title: string,
  parts: { readonly facts: readonly Fact[]; readonly answers: readonly Span[][] },
): Box {
  const isRoomy = frame.size.rows >= 18;
  const gaps = isRoomy ? 3 : 1;
  const room = frame.size.rows - 2 - gaps - parts.answers.length;
  const lines = linesWithin(factsWithin(parts.facts, room), room);
  const content = [...lines, [], ...parts.answers];
  return boxed(frame.paint, {
    title,
    content: isRoomy ? [[], ...content, []] : content,
    size: frame.size,
    width: dialogWidth(frame),
  });
}

function factsWithin(facts: readonly Fact[], room: number): readonly Fact[] {
  const height = facts.reduce((sum, { lines }) => sum + lines.length, 0);
  if (height <= room || facts.every(({ rank }) => rank === 0)) return facts;
  const last = facts.reduce((found, fact) => (fact.rank >= found.rank ? fact : found));
  return factsWithin(
    facts.filter((fact) => fact !== last),
    room,
  );
}

/** Where even what never gives way is too much, each fact keeps its first row; what is left out then is told. */
function linesWithin(facts: readonly Fact[], room: number): readonly Span[][] {
  const all = facts.flatMap(({ lines }) => lines);
  if (all.length <= room) return all;
  const short = facts.map(({ lines: [first = [], ...rest] }): Span[] =>
    rest.length > 0 ? [...first, ['…', 'dim']] : first,
  );
  if (short.length <= room) return short;
  return [...short.slice(0, Math.max(0, room - 1)), ['   ', ['… more in a larger window', 'warn']]];
}

export function dialogWidth({ size }: Frame): number {
  return Math.min(74, size.columns - 2);
}

export type SayFact = (name: string, text: string, role: Role, rank: number) => Fact;

/** A fact over as many rows as it needs: on a narrow screen nothing of it may be lost. */
export function wrappedFacts(frame: Frame): SayFact {
  return (name, text, role, rank) => ({
    lines: wrapText(text, dialogWidth(frame) - 16, 3).map((row, index) =>
      fact(index === 0 ? name : '', row, role),
    ),
    rank,
  });
}

export function answers({ size, view }: Frame, choice: 'no' | 'yes', what: string): Span[] {
  const isNarrow = size.columns < 60;
  return [
    '   ',
    ...button(
      isNarrow ? 'No' : 'No, leave it',
      keyOf('dialog.no', view, { liked: oneCharacter }),
      choice === 'no',
    ),
    '   ',
    ...button(isNarrow ? 'Yes' : `Yes, ${what}`, keyOf('dialog.yes', view), choice === 'yes'),
  ];
}
