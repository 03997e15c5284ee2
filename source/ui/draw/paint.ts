/** Turns meaning into finished rows: exactly as wide as asked, with their colours in them. */
import { textWidth, truncateEnd } from '../../terminal/text-width.ts';
import { asciiForm } from './ascii.ts';
import type { Look } from './look.ts';
import { opening, type Role, roles } from './theme.ts';

/** A piece of a row: plain text, or text with the role it plays. */
export type Span = string | readonly [text: string, role: Role];

export type Paint = {
  readonly look: Look;
  /** One row of exactly `width` cells: longer is cut with an ellipsis, shorter is filled with spaces. */
  line(spans: readonly Span[], width: number, options?: { readonly selected?: boolean }): string;
};

const reset = '\u001b[0m';

export function createPaint(look: Look): Paint {
  const openings = new Map<string, string>();
  for (const role of roles) {
    openings.set(role, opening(role, look, false));
    openings.set(`${role} selected`, opening(role, look, true));
  }
  const openingOf = (role: Role, selected: boolean) =>
    openings.get(selected ? `${role} selected` : role) ?? '';
  return {
    look,
    line: (spans, width, options) => {
      const selected = options?.selected ?? false;
      let row = '';
      for (const [text, role] of fitted(spans, { width, ascii: look.glyphs === 'ascii' })) {
        const open = openingOf(role, selected);
        row += open === '' ? text : open + text + reset;
      }
      return row;
    },
  };
}

/** The cells that the spans take together. */
export function spansWidth(spans: readonly Span[]): number {
  let width = 0;
  for (const span of spans) width += textWidth(typeof span === 'string' ? span : span[0]);
  return width;
}

/** Cut or filled to the width, neighbours of one role joined so that a row carries few colour changes. */
function fitted(
  spans: readonly Span[],
  { width, ascii }: { readonly width: number; readonly ascii: boolean },
): (readonly [string, Role])[] {
  const pieces: [string, Role][] = [];
  let left = width;
  for (const span of spans) {
    if (left <= 0) break;
    const [raw, role] = typeof span === 'string' ? ([span, 'text'] as const) : span;
    const text = ascii ? asciiForm(raw) : raw;
    const wide = textWidth(text);
    const shown = wide <= left ? text : truncateEnd(text, left);
    add(pieces, ascii ? asciiForm(shown) : shown, role);
    left -= wide <= left ? wide : textWidth(shown);
    if (shown !== text) break;
  }
  if (left > 0) add(pieces, ' '.repeat(left), 'text');
  return pieces;
}

function add(pieces: [string, Role][], text: string, role: Role): void {
  if (text === '') return;
  const last = pieces[pieces.length - 1];
  if (last !== undefined && last[1] === role) last[0] += text;
  else pieces.push([text, role]);
}
