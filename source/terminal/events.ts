/** What the operator's terminal tells us, after the key reader has made sense of the bytes. */

export type TerminalEvent = KeyEvent | PasteEvent | FocusEvent | MouseEvent;

/**
 * One key press. `key` is the chord in one canonical spelling: printable characters as they are ("j", "J", "?", "é"),
 * else a name: enter, escape, tab, backspace, delete, insert, up, down, left, right, home, end, pageup, pagedown,
 * f1 to f12, space; with modifiers before it in this order: "ctrl+", "alt+", "shift+" (shift only for named keys:
 * "shift+tab", "ctrl+c", "alt+x").
 */
export type KeyEvent = { readonly kind: 'key'; readonly key: string };

/** Bracketed paste: text, never keys. */
export type PasteEvent = { readonly kind: 'paste'; readonly text: string };

export type FocusEvent = { readonly kind: 'focus'; readonly focused: boolean };

/** Rows and columns count from 1. Buttons: 1 left, 2 middle, 3 right; 0 for the wheel. */
export type MouseEvent = {
  readonly kind: 'mouse';
  readonly action: 'press' | 'release' | 'drag' | 'wheel-up' | 'wheel-down';
  readonly button: number;
  readonly column: number;
  readonly row: number;
};
