import { describe, expect, it } from 'vitest';
import { editText, fieldOf, maxTextLength, type TextEdit } from '../../../../source/ui/state/text-field.ts';

function typed(text: string, ...edits: TextEdit[]): string {
  const { text: result, cursor } = edits.reduce(editText, fieldOf(text));
  return `${result.slice(0, cursor)}|${result.slice(cursor)}`;
}

describe('a text field', () => {
  it.each<[string, TextEdit[], string]>([
    ['ab', [{ kind: 'insert', text: 'c' }], 'abc|'],
    ['ab', [{ kind: 'left' }, { kind: 'insert', text: 'x' }], 'ax|b'],
    ['ab', [{ kind: 'delete-before' }, { kind: 'delete-before' }, { kind: 'delete-before' }], '|'],
    ['ab', [{ kind: 'start' }, { kind: 'delete-after' }], '|b'],
    ['gpu > 80  ', [{ kind: 'delete-word' }], 'gpu > |'],
    ['a😀', [{ kind: 'delete-before' }], 'a|'],
    ['😀b', [{ kind: 'start' }, { kind: 'right' }], '😀|b'],
    ['ab', [{ kind: 'clear' }], '|'],
    ['ab', [{ kind: 'start' }, { kind: 'left' }, { kind: 'end' }, { kind: 'right' }], 'ab|'],
    ['', [{ kind: 'insert', text: 'a\r\nb\u001b[31m' }], 'a b [31m|'],
  ])('%j after %j is %s', (text, edits, expected) => {
    expect(typed(text, ...edits)).toBe(expected);
  });

  it('has a greatest length', () => {
    const { text } = editText(fieldOf('x'.repeat(maxTextLength - 1)), { kind: 'insert', text: 'yyy' });
    expect(text).toHaveLength(maxTextLength);
  });
});
