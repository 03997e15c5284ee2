/** How a key is written in settings: as docs/keys.md shows it, or as it is spelled inside. */

const named: Readonly<Record<string, string>> = {
  enter: 'enter',
  return: 'enter',
  esc: 'escape',
  escape: 'escape',
  tab: 'tab',
  'shift-tab': 'shift+tab',
  space: 'space',
  backspace: 'backspace',
  del: 'delete',
  delete: 'delete',
  insert: 'insert',
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  home: 'home',
  end: 'end',
  pgup: 'pageup',
  pageup: 'pageup',
  pgdn: 'pagedown',
  pagedown: 'pagedown',
};

export const keyNameHint =
  'Write one character as "X", Ctrl-X, F1 to F12, or Enter, Tab, Space, Up, Down, Left, Right, Home, End, PgUp, PgDn, Backspace, Del.';

/** In the spelling of `KeyEvent`, two keys with a space between; null: there is no such key. */
export function readKeyName(text: string): string | null {
  if (text === ' ') return 'space';
  const keys = text.trim().split(/\s+/).map(oneKey);
  return keys.length > 2 || keys.includes(null) ? null : keys.join(' ');
}

function oneKey(text: string): string | null {
  if ([...text].length === 1) return text;
  const low = text.toLowerCase().replace(/\+/g, '-');
  const found = Object.hasOwn(named, low) ? named[low] : undefined;
  if (found !== undefined) return found;
  if (/^f([1-9]|1[0-2])$/.test(low)) return low;
  // Terminals send the same for Ctrl-I and Tab, for Ctrl-M and Enter, for Ctrl-J, Ctrl-H and Ctrl-[.
  return /^ctrl-[a-gkln-z]$/.test(low) ? `ctrl+${low.slice(5)}` : null;
}

/** It types a character. */
export function isPrintable(key: string): boolean {
  return key === 'space' || [...key].length === 1;
}
