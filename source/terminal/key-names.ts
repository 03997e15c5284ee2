/** The names of keys by what a terminal sends for them. The spelling is that of `KeyEvent`. */

/** Final letters of CSI and SS3 sequences: `CSI A`, `CSI 1;5A`, `SS3 A`. */
export const keyByLetter: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['F', 'end'],
  ['H', 'home'],
  ['M', 'enter'],
  ['P', 'f1'],
  ['Q', 'f2'],
  ['R', 'f3'],
  ['S', 'f4'],
]);

/** Numbers of the older form `CSI number ~`. */
export const keyByNumber: ReadonlyMap<number, string> = new Map([
  [1, 'home'],
  [2, 'insert'],
  [3, 'delete'],
  [4, 'end'],
  [5, 'pageup'],
  [6, 'pagedown'],
  [7, 'home'],
  [8, 'end'],
  [11, 'f1'],
  [12, 'f2'],
  [13, 'f3'],
  [14, 'f4'],
  [15, 'f5'],
  [17, 'f6'],
  [18, 'f7'],
  [19, 'f8'],
  [20, 'f9'],
  [21, 'f10'],
  [23, 'f11'],
  [24, 'f12'],
]);

/** The Linux console's own function keys: `CSI [ A` to `CSI [ E`. */
export const linuxFunctionKeys: ReadonlyMap<string, string> = new Map([
  ['A', 'f1'],
  ['B', 'f2'],
  ['C', 'f3'],
  ['D', 'f4'],
  ['E', 'f5'],
]);

const keyByControlCode: ReadonlyMap<number, string> = new Map([
  [0x00, 'ctrl+space'],
  [0x08, 'backspace'],
  [0x09, 'tab'],
  [0x0a, 'enter'],
  [0x0d, 'enter'],
  [0x1b, 'escape'],
  [0x1c, 'ctrl+\\'],
  [0x1d, 'ctrl+]'],
  [0x1e, 'ctrl+^'],
  [0x1f, 'ctrl+_'],
  [0x20, 'space'],
  [0x7f, 'backspace'],
]);

/** The key that types one character, or null for a character that no key types. */
export function keyOfCharacter(character: string): string | null {
  const code = character.codePointAt(0) ?? 0;
  const named = keyByControlCode.get(code);
  if (named !== undefined) return named;
  if (code < 0x20) return `ctrl+${String.fromCharCode(code + 0x60)}`;
  const isUntypable = (code >= 0x80 && code < 0xa0) || (code >= 0xd800 && code < 0xe000) || code === 0xfffd;
  return isUntypable ? null : character;
}

/**
 * `key` with the modifiers of a sequence, `mask` being 1 for shift, 2 for alt and 4 for ctrl (the parameter less one).
 * Of a printable character, shift has already made another character.
 */
export function withModifiers(key: string, mask: number): string {
  const hasName = [...key].length > 1;
  const ctrl = mask & 4 && !key.startsWith('ctrl+') ? 'ctrl+' : '';
  const alt = mask & 2 ? 'alt+' : '';
  const shift = mask & 1 && hasName && !key.startsWith('ctrl+') ? 'shift+' : '';
  if (alt !== '' && key.startsWith('ctrl+')) return `ctrl+alt+${key.slice('ctrl+'.length)}`;
  return `${ctrl}${alt}${shift}${key}`;
}
