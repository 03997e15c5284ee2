/** One line of text being typed. */

export type TextField = {
  readonly text: string;
  /** Between 0 and the length of the text, in UTF-16 units. */
  readonly cursor: number;
};

export const maxTextLength = 512;

export type TextEdit =
  | { readonly kind: 'insert'; readonly text: string }
  | { readonly kind: 'delete-before' | 'delete-after' | 'delete-word' | 'clear' }
  | { readonly kind: 'left' | 'right' | 'start' | 'end' };

export function fieldOf(text: string): TextField {
  return { text, cursor: text.length };
}

/** Text that would be longer than `maxTextLength` is cut. Control characters are left out: pasted text is text. */
export function editText(field: TextField, edit: TextEdit): TextField {
  const before = field.text.slice(0, field.cursor);
  const after = field.text.slice(field.cursor);
  switch (edit.kind) {
    case 'insert': {
      const room = Math.max(0, maxTextLength - field.text.length);
      const inserted = edit.text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, room);
      return { text: before + inserted + after, cursor: field.cursor + inserted.length };
    }
    case 'delete-before':
      return beginning(before.slice(0, before.length - lastLength(before)), after);
    case 'delete-after':
      return beginning(before, after.slice(firstLength(after)));
    case 'delete-word':
      return beginning(before.replace(/\S*\s*$/, ''), after);
    case 'clear':
      return fieldOf('');
    case 'left':
      return { ...field, cursor: field.cursor - lastLength(before) };
    case 'right':
      return { ...field, cursor: field.cursor + firstLength(after) };
    case 'start':
      return { ...field, cursor: 0 };
    case 'end':
      return { ...field, cursor: field.text.length };
  }
}

function beginning(before: string, after: string): TextField {
  return { text: before + after, cursor: before.length };
}

/** Characters outside the basic plane take two units and are never cut in half. */
function lastLength(text: string): number {
  return [...text.slice(-2)].at(-1)?.length ?? 0;
}

function firstLength(text: string): number {
  return [...text.slice(0, 2)].at(0)?.length ?? 0;
}
