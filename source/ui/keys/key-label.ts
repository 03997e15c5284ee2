/** How a key is written for people. */
const names: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  tab: 'Tab',
  'shift+tab': '⇧Tab',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  backspace: 'Backspace',
  delete: 'Del',
  space: 'Space',
};

const plainNames: Readonly<Record<string, string>> = {
  enter: 'Enter',
  'shift+tab': 'Shift-Tab',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
};

/** "ctrl+r" is "Ctrl-R", "o u" stays "o u". `plain` uses no arrows or other symbols. */
export function keyLabel(keys: string, options?: { readonly plain?: boolean }): string {
  return keys
    .split(' ')
    .map((key) => oneKey(key, options?.plain ?? false))
    .join(' ');
}

function oneKey(key: string, plain: boolean): string {
  const name = (plain ? plainNames[key] : undefined) ?? names[key];
  if (name !== undefined) return name;
  if (key.startsWith('ctrl+')) return `Ctrl-${key.slice(5).toUpperCase()}`;
  return /^f\d+$/.test(key) ? key.toUpperCase() : key;
}
